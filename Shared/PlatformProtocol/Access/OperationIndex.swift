/// Finds the operation a request means by method and path, without allocating: the gateway's question on every
/// request. A tree of path segments; a fixed segment wins over a variable one.
public struct OperationIndex: Sendable {
    /// What a request means.
    public enum Match: Sendable {
        /// The row, by its position in the index's table.
        case operation(Operation)
        /// There is such a path, but not for this method: 405 with these.
        case otherMethods([Operation.Method])
        case nothing
    }

    private struct Node {
        /// Its fixed segments, as a range of `edges`.
        var edges = 0..<0
        /// The node behind a variable segment, or -1.
        var variable = -1
        /// The row for each method, by the method's raw value; -1 for none.
        var rows = InlineArray<5, Int>(repeating: -1)
        var hasRows = false
    }

    /// One fixed segment, its text a range of `text`.
    private struct Edge {
        let text: Range<Int>
        let node: Int
    }

    private let operations: [Operation]
    private var nodes: [Node] = []
    private var edges: [Edge] = []
    private var text: [UInt8] = []

    /// Indexes some rows, usually `PermissionTable.operations`.
    public init(_ operations: [Operation]) {
        self.operations = operations
        _ = add(operations.indices.map { ($0, Self.segments(of: operations[$0].path)[...]) })
    }

    private static func segments(of path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    }

    /// Adds a node for rows that share what came before, and the nodes below it.
    private mutating func add(_ rows: [(row: Int, rest: ArraySlice<[UInt8]>)]) -> Int {
        let node = nodes.count
        nodes.append(Node())
        var fixed: [(segment: [UInt8], rows: [(row: Int, rest: ArraySlice<[UInt8]>)])] = []
        var variable: [(row: Int, rest: ArraySlice<[UInt8]>)] = []
        for (row, rest) in rows {
            guard let segment = rest.first else {
                let method = Int(operations[row].method.rawValue)
                precondition(nodes[node].rows[method] == -1, "two rows for one method and path")
                nodes[node].rows[method] = row
                nodes[node].hasRows = true
                continue
            }
            if segment.first == UInt8(ascii: "{") {
                variable.append((row, rest.dropFirst()))
            } else if let index = fixed.firstIndex(where: { $0.segment == segment }) {
                fixed[index].rows.append((row, rest.dropFirst()))
            } else {
                fixed.append((segment, [(row, rest.dropFirst())]))
            }
        }
        // The children come first, so that this node's edges lie side by side.
        let children = fixed.map { (segment: $0.segment, node: add($0.rows)) }
        if !variable.isEmpty { nodes[node].variable = add(variable) }
        let first = edges.count
        for child in children {
            edges.append(Edge(text: text.count..<(text.count + child.segment.count), node: child.node))
            text += child.segment
        }
        nodes[node].edges = first..<edges.count
        return node
    }

    /// The operation for a normalised path, without query. A trailing slash, an empty segment or a path that does not
    /// start with a slash matches nothing.
    public func match(_ method: Operation.Method?, path: Span<UInt8>) -> Match {
        guard path.count > 1, path[0] == UInt8(ascii: "/"), let node = find(path, from: 1, in: 0) else {
            return .nothing
        }
        if let method, nodes[node].rows[Int(method.rawValue)] >= 0 {
            return .operation(operations[nodes[node].rows[Int(method.rawValue)]])
        }
        return .otherMethods(Operation.Method.allCases.filter { nodes[node].rows[Int($0.rawValue)] >= 0 })
    }

    /// The node for the rest of the path that has a row at all, fixed segments tried first.
    private func find(_ path: Span<UInt8>, from start: Int, in node: Int) -> Int? {
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        guard end > start else { return nil }
        for edge in nodes[node].edges where matches(edges[edge].text, path, start: start, end: end) {
            if let found = finish(path, at: end, in: edges[edge].node) { return found }
        }
        let variable = nodes[node].variable
        return variable < 0 ? nil : finish(path, at: end, in: variable)
    }

    private func finish(_ path: Span<UInt8>, at end: Int, in node: Int) -> Int? {
        guard end == path.count else { return find(path, from: end + 1, in: node) }
        return nodes[node].hasRows ? node : nil
    }

    private func matches(_ segment: Range<Int>, _ path: Span<UInt8>, start: Int, end: Int) -> Bool {
        guard segment.count == end - start else { return false }
        for offset in 0..<segment.count where text[segment.lowerBound + offset] != path[start + offset] { return false }
        return true
    }
}
