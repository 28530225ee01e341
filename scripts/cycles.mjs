/**
 * The cycles of a graph: for each knot (strongly connected component) one shortest way round, starting at its
 * alphabetically first node. Empty when the graph is a one-way street.
 *
 * @param {Map<string, Iterable<string>>} edges
 * @returns {string[][]} each ends with the node it starts with
 */
export function findCycles(edges) {
  return knots(edges).map((knot) => shortestWayRound(edges, new Set(knot), knot.sort()[0]));
}

/** Tarjan's algorithm, without recursion so that depth is no limit; only knots of two or more, or with a self-loop. */
function knots(edges) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const onStack = new Set();
  const found = [];
  const enter = (node) => {
    order.set(node, order.size);
    low.set(node, order.get(node));
    stack.push(node);
    onStack.add(node);
    return { node, targets: [...(edges.get(node) ?? [])] };
  };
  const leave = (node) => {
    if (low.get(node) !== order.get(node)) return;
    const knot = stack.splice(stack.lastIndexOf(node));
    for (const member of knot) onStack.delete(member);
    if (knot.length > 1 || [...(edges.get(node) ?? [])].includes(node)) found.push(knot);
  };
  for (const start of edges.keys()) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    while (path.length > 0) {
      const { node, targets } = path[path.length - 1];
      const target = targets.pop();
      if (target === undefined) {
        path.pop();
        leave(node);
        const parent = path[path.length - 1];
        if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node), low.get(node)));
      } else if (!order.has(target)) {
        path.push(enter(target));
      } else if (onStack.has(target)) {
        low.set(node, Math.min(low.get(node), order.get(target)));
      }
    }
  }
  return found;
}

function shortestWayRound(edges, knot, start) {
  const ways = [[start]];
  const seen = new Set();
  for (const way of ways) {
    for (const target of edges.get(way[way.length - 1]) ?? []) {
      if (target === start) return [...way, start];
      if (!knot.has(target) || seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return [start];
}
