/**
 * Small faults to put into a source. Deno's own parser, as its lint plugins see it, finds the places, so
 * that no comment, message or type is touched.
 */

type Node = Deno.lint.Node;

/** What is written in place of a range of the source. */
export type Change = readonly [start: number, end: number, text: string];

/** The changes of one kind that a node invites; `source` is the whole file. */
type Operator = (node: Node, source: string) => Change[];

const NEGATED = { "<": ">=", ">=": "<", ">": "<=", "<=": ">", "===": "!==", "!==": "===" };
const BOUNDARY = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const SIGN = { "+": "-", "-": "+", "+=": "-=", "-=": "+=" };

const isText = (node: Node): boolean =>
  node.type === "TemplateLiteral" ||
  node.type === "Literal" && typeof node.value === "string" ||
  node.type === "BinaryExpression" && (isText(node.left) || isText(node.right));

/** A value without effects, at whose place another such value could stand. */
const isPlain = (node: Node): boolean =>
  ["Identifier", "MemberExpression", "BinaryExpression", "UnaryExpression"].includes(node.type) ||
  node.type === "Literal" && typeof node.value === "number";

/** A node of two sides, and where the operator between them stands. */
interface Operation {
  operator: string;
  left: Node;
  right: Node;
  start: number;
  end: number;
}

function operation(node: Node, source: string): Operation | undefined {
  if (
    node.type !== "BinaryExpression" && node.type !== "LogicalExpression" &&
    node.type !== "AssignmentExpression"
  ) return undefined;
  const start = source.indexOf(node.operator, node.left.range[1]);
  const { operator, left, right } = node;
  return { operator, left, right, start, end: start + operator.length };
}

/** Another operator in the place of one. */
function exchange(node: Node, source: string, others: Record<string, string>): Change[] {
  const found = operation(node, source);
  const other = found && others[found.operator];
  return found === undefined || other === undefined ? [] : [[found.start, found.end, other]];
}

/** Two nodes, the first before the second, that change places. */
function swap([a, b]: readonly { range: Deno.lint.Range }[], source: string): Change[] {
  const [first, second] = [source.slice(...a.range), source.slice(...b.range)];
  const between = source.slice(a.range[1], b.range[0]);
  return first === second ? [] : [[a.range[0], b.range[1], second + between + first]];
}

/** The method that a node calls, as `sort` in `values.sort()`. */
const methodOf = (node: Node): string | undefined =>
  node.type === "CallExpression" && node.callee.type === "MemberExpression" &&
    node.callee.property.type === "Identifier"
    ? node.callee.property.name
    : undefined;

/** The kinds of faults. */
export const OPERATORS: Record<string, Operator> = {
  "flipped comparison": (node, source) => {
    if (node.type === "UnaryExpression" && node.operator === "!") {
      return [[node.range[0], node.range[0] + 1, ""]];
    }
    if (node.type === "IfStatement" && isPlain(node.test) && !operation(node.test, source)) {
      return node.test.type === "UnaryExpression"
        ? []
        : [[node.test.range[0], node.test.range[0], "!"]];
    }
    if (node.type === "MemberExpression" && source.slice(...node.object.range) === "Math") {
      const name = source.slice(...node.property.range);
      const other = { min: "max", max: "min" }[name];
      return other === undefined ? [] : [[...node.property.range, other]];
    }
    return exchange(node, source, NEGATED);
  },

  // Not the bound of a loop: past the end of a typed array there is nothing to read or to spoil.
  "boundary": (node, source) =>
    "parent" in node && node.parent?.type === "ForStatement"
      ? []
      : exchange(node, source, BOUNDARY),

  "negated sign": (node, source) => {
    const [start] = node.range;
    if (node.type === "UnaryExpression" && node.operator === "-") return [[start, start + 1, ""]];
    const found = operation(node, source);
    if (found === undefined || isText(found.left) || isText(found.right)) return [];
    if (found.operator === "*" && source[start] !== "-") return [[start, start, "-"]];
    return exchange(node, source, SIGN);
  },

  "reversed order": (node, source) => {
    if (node.type === "ConditionalExpression") {
      return swap([node.consequent, node.alternate], source);
    }
    const method = methodOf(node);
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return [];
    const [start, end] = [node.callee.object.range[1], node.range[1]];
    if (method === "reverse" || method === "toReversed") return [[start, end, ""]];
    if (method !== "sort" && method !== "toSorted") return [];
    const [comparator] = node.arguments;
    if (comparator === undefined) return [[end, end, ".reverse()"]];
    return comparator.type === "ArrowFunctionExpression" && comparator.params.length === 2
      ? swap(comparator.params, source)
      : [];
  },

  "off by one": (node) => {
    if (node.type === "Literal") {
      const isInteger = typeof node.value === "number" && Number.isInteger(node.value);
      return isInteger ? [[...node.range, String(Number(node.value) + 1)]] : [];
    }
    if (node.type === "MemberExpression" && node.computed) {
      const { property } = node;
      const isIndex = property.type === "Identifier" || property.type === "BinaryExpression";
      return isIndex && !isText(property) ? [[property.range[1], property.range[1], " + 1"]] : [];
    }
    if (node.type !== "ForStatement" || node.test?.type !== "BinaryExpression") return [];
    const end = node.test.right.range[1];
    return [[end, end, " - 1"]];
  },

  "swapped column": (node, source) => {
    if (node.type === "ArrayExpression") {
      return node.elements.slice(1).flatMap((element, i) =>
        swap([node.elements[i], element], source)
      );
    }
    if (node.type === "ObjectExpression") {
      const values = node.properties.flatMap((property) =>
        property.type === "Property" && !property.shorthand && isPlain(property.value)
          ? [property.value]
          : []
      );
      return values.slice(1).flatMap((value, i) => swap([values[i], value], source));
    }
    if (node.type === "CallExpression" || node.type === "NewExpression") {
      const [a, b] = node.arguments;
      if (/^m(ax|in)$/.test(methodOf(node) ?? "")) return []; // of the same, in whatever order
      return b !== undefined && isPlain(a) && isPlain(b) ? swap([a, b], source) : [];
    }
    const sum = operation(node, source);
    const product = sum?.operator === "+" ? operation(sum.left, source) : undefined;
    return product?.operator === "*" ? swap([product.left, sum!.right], source) : [];
  },

  "dropped term": (node, source) => {
    const [start, end] = node.range;
    if (node.type === "ExpressionStatement") {
      const { type } = node.expression;
      return type === "CallExpression" || type === "AssignmentExpression"
        ? [[start, end, ";"]]
        : [];
    }
    const found = operation(node, source);
    if (found === undefined) return [];
    return ["+", "-", "*", "/", "&&", "||"].includes(found.operator)
      ? [[found.start - 1, end, ""]]
      : [];
  },
};
