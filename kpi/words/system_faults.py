"""What the system answers when a file cannot be used, in the reader's language."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from kpi.words.message import N_, Message

# The system says these in its own language, which is rarely that of the reader.
KNOWN: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("the system does not allow it"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.EFBIG: N_("the file would become larger than the system allows"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOTDIR: N_("part of its path is a file, not a folder"),
    errno.EEXIST: N_("it exists already"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the system cannot use it so"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.EBUSY: N_("another program uses it"),
    errno.ETXTBSY: N_("another program uses it"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.EIO: N_("the disk cannot be read or written"),
}


def told_fault(fault: OSError) -> Message:
    """Return why the system refused, as a part of a sentence.

    Examples
    --------
    >>> told_fault(IsADirectoryError(21, "Is a directory")).phrase
    'it is a folder, not a file'
    >>> told_fault(OSError(71, "Protocol error")).values
    {'why': 'Protocol error'}
    """
    known = KNOWN.get(fault.errno or 0)
    if known is not None:
        return Message(known)
    return Message("the system says “{why}”", {"why": fault.strerror or type(fault).__name__})
