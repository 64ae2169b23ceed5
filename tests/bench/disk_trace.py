# SPDX-License-Identifier: Apache-2.0
"""What a program wrote to disk, as strace(1) saw it, and what a power loss may leave of it.

The model is stricter than ext4: only fsync/fdatasync of a file makes its bytes last, only fsync of a folder makes its
names last. Of what was not yet synced, any part may be there: writes in any choice, torn at 512 bytes; names of
a folder in their order up to any one.
"""
import os
import random
import re

CALLS = ("pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg,ftruncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,"
         "renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,openat,open,creat,link,linkat,lseek,close,copy_file_range,sendfile,splice,mmap")
STRACE = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", "trace=" + CALLS, "-e", "signal=none"]
LINE = re.compile(r"^(\d+)\s+(.*)$", re.S)
DONE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?(.*)$", re.S)
SECTOR = 512


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


def strings(arguments):
    return [unhex(m) for m in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)]


def descriptor(arguments):
    """The first argument as (number, path)."""
    m = re.match(r"(\d+)<((?:\\x[0-9a-f]{2})*)(?:\([^)]*\))?>", arguments)
    return (int(m[1]), unhex(m[2]).decode("utf-8", "replace").removesuffix(" (deleted)")) if m else (None, "")


def folder_of(arguments):
    m = re.match(r"(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>", arguments)
    return unhex(m[1]).decode() if m else ""


class Trace:
    """Events under `top`, in order: each has `kind`, `begun` (an index) and what the kind needs."""

    def __init__(self, path, top):
        self.top = os.path.realpath(top)
        self.events, self.inodes, self.names, self.offsets, self.flags = [], 0, {}, {}, {}
        self.unmodelled = []
        unfinished = {}
        for line in open(path, encoding="utf-8", errors="replace"):
            m = LINE.match(line.rstrip("\n"))
            if not m:
                continue
            pid, rest = int(m[1]), m[2]
            if rest.endswith("<unfinished ...>"):
                unfinished[pid] = (rest[: -len("<unfinished ...>")].rstrip(), len(self.events))
                continue
            begun = len(self.events)
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)$", rest, re.S)
            if resumed:
                start, begun = unfinished.pop(pid, ("", begun))
                rest = start + resumed[1]
            done = DONE.match(rest)
            if done and int(done[3]) >= 0:
                self.call(pid, done[1], done[2], int(done[3]), done[4], begun)

    def under(self, path):
        return path.startswith(self.top + "/") and not path.endswith("-shm")

    def add(self, kind, begun, **more):
        self.events.append({"kind": kind, "begun": begun, **more})

    def call(self, pid, name, arguments, result, made, begun):
        handler = getattr(self, "do_" + name.rstrip("0123456789"), None)
        if handler:
            handler(pid, arguments, result, made, begun)

    def path_of(self, arguments):
        """A path argument, made absolute by the folder descriptor before it."""
        found = strings(arguments)
        path = found[0].decode("utf-8", "replace") if found else ""
        return path if path.startswith("/") else os.path.join(folder_of(arguments), path)

    def inode(self, path, begun):
        if path not in self.names:
            self.inodes += 1
            self.names[path] = self.inodes
            self.add("create", begun, path=path, inode=self.inodes)
        return self.names[path]

    def do_openat(self, pid, arguments, result, made, begun):
        path = unhex(made).decode() if made else self.path_of(arguments)
        if not self.under(path):
            return
        self.offsets[pid, result] = 0
        self.flags[pid, result] = "O_APPEND" in arguments
        if "O_CREAT" in arguments and "O_DIRECTORY" not in arguments:
            self.inode(path, begun)
        if "O_TRUNC" in arguments and path in self.names:
            self.add("size", begun, inode=self.names[path], size=0)

    def do_open(self, *args):
        self.do_openat(*args)

    def write(self, arguments, offset, data, begun):
        _, path = descriptor(arguments)
        if self.under(path) and data:
            self.add("data", begun, inode=self.inode(path, begun), offset=offset, data=data)

    def do_pwrite(self, pid, arguments, result, made, begun):
        data = b"".join(strings(arguments))[:result]
        self.write(arguments, int(arguments.rsplit(",", 1)[1]), data, begun)

    def do_pwritev(self, pid, arguments, result, made, begun):
        data = b"".join(strings(arguments))[:result]
        self.write(arguments, int(re.search(r"\], \d+, (\d+)", arguments)[1]), data, begun)

    def do_write(self, pid, arguments, result, made, begun):
        number, path = descriptor(arguments)
        data = b"".join(strings(arguments))[:result]
        if path.startswith(("socket:", "TCP", "UNIX")):
            return self.sent(data, begun)
        if not self.under(path):
            return None
        if self.flags.get((pid, number)):
            self.unmodelled.append("append " + path)
        offset = self.offsets.get((pid, number), 0)
        self.offsets[pid, number] = offset + result
        return self.write(arguments, offset, data, begun)

    def do_writev(self, *args):
        self.do_write(*args)

    def do_sendto(self, pid, arguments, result, made, begun):
        self.sent(b"".join(strings(arguments))[:result], begun)

    def do_sendmsg(self, pid, arguments, result, made, begun):
        self.sent(b"".join(strings(arguments))[:result], begun)

    def sent(self, data, begun):
        """An answer that names a batch with 200 is an acknowledgement."""
        if b"200 OK" in data or not data.startswith(b"HTTP/"):
            for batch in re.findall(rb'"batch": *"([^"]+)"', data):
                self.add("ack", begun, batch=batch.decode())

    def do_lseek(self, pid, arguments, result, made, begun):
        number, path = descriptor(arguments)
        if self.under(path):
            self.offsets[pid, number] = result

    def do_ftruncate(self, pid, arguments, result, made, begun):
        _, path = descriptor(arguments)
        if self.under(path):
            self.add("size", begun, inode=self.inode(path, begun), size=int(arguments.rsplit(",", 1)[1]))

    def do_fallocate(self, pid, arguments, result, made, begun):
        _, path = descriptor(arguments)
        mode, offset, size = (a.strip() for a in arguments.rsplit(",", 3)[1:])
        if self.under(path) and mode == "0":
            self.add("grow", begun, inode=self.inode(path, begun), size=int(offset) + int(size))

    def do_fsync(self, pid, arguments, result, made, begun):
        _, path = descriptor(arguments)
        if path == self.top or self.under(path):
            if path in self.names:
                self.add("sync", begun, inode=self.names[path])
            else:
                self.add("folder", begun, path=path)

    def do_fdatasync(self, *args):
        self.do_fsync(*args)

    def do_rename(self, pid, arguments, result, made, begun):
        found = [s.decode("utf-8", "replace") for s in strings(arguments)]
        if len(found) != 2 or not self.under(found[0]):
            return
        moved = {p: p.replace(found[0], found[1], 1) for p in self.names if p == found[0] or p.startswith(found[0] + "/")}
        for old, new in moved.items():
            self.names[new] = self.names.pop(old)
        self.add("rename", begun, path=found[1], old=found[0])

    do_renameat = do_rename

    def do_unlink(self, pid, arguments, result, made, begun):
        path = self.path_of(arguments)
        if self.under(path):
            self.names.pop(path, None)
            self.add("unlink", begun, path=path)

    def do_unlinkat(self, *args):
        self.do_unlink(*args)

    def do_rmdir(self, *args):
        self.do_unlink(*args)

    def do_mkdir(self, pid, arguments, result, made, begun):
        path = self.path_of(arguments)
        if self.under(path):
            self.add("mkdir", begun, path=path)

    def do_mkdirat(self, *args):
        self.do_mkdir(*args)

    def do_link(self, pid, arguments, result, made, begun):
        old, new = (s.decode("utf-8", "replace") for s in strings(arguments))
        if self.under(new) and old in self.names:
            self.names[new] = self.names[old]
            self.add("create", begun, path=new, inode=self.names[old])

    do_linkat = do_link

    def do_mmap(self, pid, arguments, result, made, begun):
        m = re.search(r"MAP_SHARED[^,]*, (\d+<[^>]*>)", arguments)
        path = descriptor(m[1])[1] if m else ""
        if "PROT_WRITE" in arguments and self.under(path):
            self.unmodelled.append("mmap " + path)

    # What a power loss leaves.

    def acknowledged(self, end):
        return {e["batch"] for e in self.events[:end] if e["kind"] == "ack"}

    def leave(self, end, folder, chance, seed):
        """Write into `folder` what may be on the disk when the power fails behind the first `end` events. `chance`: the
        share of what was not synced that is there all the same."""
        pick = random.Random(seed)
        events = self.events[:end]
        synced, folders = {}, {}
        for e in events:
            if e["kind"] == "sync":
                synced[e["inode"]] = max(synced.get(e["inode"], 0), e["begun"])
            elif e["kind"] == "folder":
                folders[e["path"]] = max(folders.get(e["path"], 0), e["begun"])
        content = {}
        for index, e in enumerate(events):
            if e["kind"] in ("data", "size", "grow"):
                lasts = index < synced.get(e["inode"], 0)
                self.apply(content.setdefault(e["inode"], bytearray()), e, lasts, chance, pick)
        for path, inode in self.tree(events, folders, chance, pick).items():
            target = folder + path[len(self.top):]
            if inode is None:
                os.makedirs(target, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                open(target, "wb").write(content.get(inode, b""))

    @staticmethod
    def apply(bytes_, e, lasts, chance, pick):
        if e["kind"] == "size":
            if lasts or pick.random() < chance:
                del bytes_[e["size"]:]
                bytes_.extend(b"\0" * (e["size"] - len(bytes_)))
            return
        if e["kind"] == "grow":
            if lasts or pick.random() < chance:
                bytes_.extend(b"\0" * (e["size"] - len(bytes_)))
            return
        data, at = e["data"], e["offset"]
        pieces = [(at, data)]
        if not lasts:
            first = SECTOR - at % SECTOR
            cuts = [0, *range(first, len(data), SECTOR), len(data)]
            whole = pick.random()
            pieces = [(at + a, data[a:b]) for a, b in zip(cuts, cuts[1:])
                      if whole < chance / 2 or (whole < chance + (1 - chance) / 2 and pick.random() < chance)]
        for where, piece in pieces:
            bytes_.extend(b"\0" * (where - len(bytes_)))
            bytes_[where:where + len(piece)] = piece

    def tree(self, events, folders, chance, pick):
        """Path → inode (None: a folder) as the names that last make it."""
        broken = set()
        names = {}
        for index, e in enumerate(events):
            if e["kind"] not in ("create", "rename", "unlink", "mkdir"):
                continue
            parent = os.path.dirname(e["path"])
            if index >= folders.get(parent, 0):
                # Not synced: the folder's names last up to any one of them.
                if parent in broken or pick.random() >= chance:
                    broken.add(parent)
                    continue
            if e["kind"] == "create":
                names[e["path"]] = e["inode"]
            elif e["kind"] == "mkdir":
                names[e["path"]] = None
            elif e["kind"] == "unlink":
                names.pop(e["path"], None)
            else:
                for path in [p for p in names if p == e["old"] or p.startswith(e["old"] + "/")]:
                    names[path.replace(e["old"], e["path"], 1)] = names.pop(path)
        return {p: i for p, i in names.items() if self.parents_last(p, names)}

    def parents_last(self, path, names):
        parent = os.path.dirname(path)
        while parent != self.top:
            if parent in names and names[parent] is not None:
                return False
            if parent not in names:
                return False
            parent = os.path.dirname(parent)
        return True
