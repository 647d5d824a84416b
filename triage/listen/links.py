"""Makes links to posts out of what their platforms export instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from triage.listen.names import fold
from triage.listen.patterns import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_PLACE: Final = re.compile(r"\{(/?)([^{}]+)\}")
#: What stands for itself in a link.
_SAFE: Final = r"^[A-Za-z0-9_.:@~-]+$"


def with_links(url: pd.Series[Any], table: pd.DataFrame, templates: Iterable[str]) -> pd.Series[Any]:
    """Makes each row's link by the first template whose columns are all filled; the export's own link else.

    A template wins, because a column named like a link may hold what the post is about instead.

    Args:
        url: The links that the export has.
        table: Its columns.
        templates: Links with "{column}" for a cell and "{/column}" for what follows the last "/" of a cell.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"by": ["ann", ""], "uri": ["at://did/post/1", "at://did/post/2"]}, dtype="str")
    >>> with_links(pd.Series(["", ""], dtype="str"), table, ["https://x.example/{by}/{/uri}"]).tolist()
    ['https://x.example/ann/1', '']
    """
    columns = {fold(str(name)): str(name) for name in reversed(table.columns)}
    is_open = url.notna()
    for template in templates:
        pieces = _PLACE.split(template)
        if not all(fold(name) in columns for name in pieces[2::3]):
            continue
        link, is_whole = pieces[0], is_open
        for is_last, name, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            cells = table[columns[fold(name)]].str.strip()
            if is_last:
                cells = cells.str.rsplit("/", n=1).str[-1]
            is_whole = is_whole & found_in(cells, _SAFE)
            link = link + cells + after
        url, is_open = url.mask(is_whole, link), is_open & ~is_whole
    return url
