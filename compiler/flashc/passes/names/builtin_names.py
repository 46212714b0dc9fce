"""The names that Python itself binds, as far as annotations, decorators and constants use them."""

# A fixed list, so that nothing depends on the Python that runs flashc.
BUILTINS = frozenset(
    """ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup Ellipsis
    Exception ExceptionGroup ImportError IndexError KeyError LookupError ModuleNotFoundError
    NotImplemented OSError RuntimeError StopIteration TypeError ValueError abs all any ascii
    bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod
    enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id
    input int isinstance issubclass iter len list locals map max memoryview min next object
    oct open ord pow print property range repr reversed round set setattr slice sorted
    staticmethod str sum super tuple type vars zip __file__ __name__ __import__""".split()
)
