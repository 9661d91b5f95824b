"""Files of the model hub: those that are in its cache already, and those that must be fetched."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Watch: TypeAlias = Callable[[float, float | None], None]
"""Called with (bytes done, bytes in all) while a file is fetched; may raise to stop it."""


class NotOnHubError(Exception):
    """The hub did not give the file; the text says why."""


def cache_folder() -> Path:
    """Where the hub's client keeps its files; `HF_HOME` and `HF_HUB_CACHE` move it."""
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE)


def cached(repository: str, name: str) -> Path | None:
    """A file that was fetched before, without any use of the network."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repository, name)
    return Path(found) if isinstance(found, str) else None


def fetch(repository: str, name: str, watch: Watch | None = None) -> Path:
    """Fetch a file into the cache; one that broke off goes on where it stopped.

    Raises:
        NotOnHubError: There is no network, no such repository, no such file, or no leave to read it.
    """
    from huggingface_hub import errors, get_hf_file_metadata, hf_hub_download, hf_hub_url

    try:
        # Without this the client tries again and again for 20 seconds where there is no network.
        get_hf_file_metadata(hf_hub_url(repository, name))
        return Path(hf_hub_download(repository, name, tqdm_class=_bar(watch)))
    except errors.RepositoryNotFoundError as error:
        raise NotOnHubError(f"there is no public repository {repository}") from error
    except errors.RemoteEntryNotFoundError as error:
        raise NotOnHubError(f"{repository} has no file {name}") from error
    except Exception as error:  # whatever the client's network library says: the user reads it
        raise NotOnHubError(f"{repository} could not be reached: {_root(error)}") from error


def _root(error: BaseException) -> str:
    while cause := error.__cause__ or error.__context__:
        error = cause
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


def _bar(watch: Watch | None) -> type[Any]:
    """The client's progress bar, which draws nothing and tells `watch`."""
    from huggingface_hub.utils.tqdm import tqdm

    class Told(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._done = float(kwargs.get("initial") or 0)
            super().__init__(*args, **{**kwargs, "disable": True})  # type: ignore[no-untyped-call]
            self.total = kwargs.get("total")

        def update(self, n: float | None = 1) -> None:
            self._done += n or 0
            if watch:
                watch(self._done, self.total)

    return Told
