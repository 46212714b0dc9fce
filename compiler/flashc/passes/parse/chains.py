"""Chains of operators, which the grammar nests: `a + b + c` to the left, unions of types to the right."""

from ast_grep_py import SgNode

from flashc.passes.parse.nodes import named


def chain_of(node: SgNode, kinds: frozenset[str]) -> list[SgNode]:
    """Give `node` and the nodes of these kinds that it nests to the left, outermost first."""
    chain: list[SgNode] = []
    while node.kind() in kinds:
        chain.append(node)
        node = named(node)[0]
    return chain


def operands_of(node: SgNode) -> list[SgNode]:
    """Give the operands of a union of types, left to right; one in parentheses stays whole."""
    waiting, found = [node], []
    while waiting:
        one = waiting.pop()
        children = named(one)
        is_union = one.kind() == "union_type" or (
            one.kind() == "binary_operator" and any(c.kind() == "|" for c in one.children())
        )
        if is_union or (one.kind() == "type" and len(children) == 1):
            waiting.extend(reversed(children))
        else:
            found.append(one)
    return found
