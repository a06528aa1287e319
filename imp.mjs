const c = process.cpuUsage(); const t=performance.now();
for (const m of process.argv.slice(2)) await import(m);
const d = process.cpuUsage(c);
console.log(((d.user+d.system)/1000).toFixed(1), (performance.now()-t).toFixed(1));
