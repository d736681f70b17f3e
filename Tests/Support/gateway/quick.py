"""Avoids work that moto repeats for each request."""
import functools

import moto.backends
import moto.core.responses


def make_moto_quick():
    # moto lists its own directory, and inspects the class of the service.
    modules = frozenset(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: modules
    moto.core.responses.method_names_from_class = functools.cache(moto.core.responses.method_names_from_class)
