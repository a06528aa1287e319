/** https://packaging.python.org/specifications/name-normalization/ */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** How a name stands in file names: https://packaging.python.org/specifications/binary-distribution-format/ */
export function nameInFile(name: string): string {
  return normalizedName(name).replaceAll('-', '_');
}

export function isName(name: string): boolean {
  return /^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(name);
}

/** Names with the same value look alike to PyPI, and only one of them may be a project. */
export function lookOf(name: string): string {
  return normalizedName(name).replaceAll('-', '').replace(/[1i]/g, 'l').replaceAll('0', 'o');
}

/** Modules of Python's standard library whose names are no project's. */
const standardLibrary = new Set(
  (
    'abc argparse array ast asyncio base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs ' +
    'collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes ' +
    'curses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl ' +
    'filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib ' +
    'grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json ' +
    'keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt ' +
    'multiprocessing netrc ntpath numbers opcode operator optparse os parser pathlib pdb pickle pickletools ' +
    'pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py-compile pyclbr pydoc ' +
    'queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve ' +
    'shlex shutil signal site smtplib socket socketserver sqlite3 sre-compile ssl stat statistics string ' +
    'stringprep struct subprocess symtable sys sysconfig syslog tarfile tempfile termios textwrap this thread ' +
    'threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo ' +
    'types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound ' +
    'wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'
  ).split(' '),
);

export function isStandardLibrary(name: string): boolean {
  return standardLibrary.has(normalizedName(name));
}
