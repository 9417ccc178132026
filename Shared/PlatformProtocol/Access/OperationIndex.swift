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
        var fixed: [(segment: [UInt8], node: Int)] = []
        var variable: Int?
        /// The row for each method, by the method's raw value; -1 for none.
        var rows = InlineArray<5, Int>(repeating: -1)
    }

    private let operations: [Operation]
    private var nodes: [Node] = [Node()]

    /// Indexes some rows, usually `PermissionTable.operations`.
    public init(_ operations: [Operation]) {
        self.operations = operations
        for (row, operation) in operations.enumerated() {
            var node = 0
            for segment in operation.path.utf8.split(separator: UInt8(ascii: "/")) {
                node = child(of: node, for: Array(segment))
            }
            precondition(nodes[node].rows[Int(operation.method.rawValue)] == -1, "two rows for one method and path")
            nodes[node].rows[Int(operation.method.rawValue)] = row
        }
    }

    /// The operation for a normalised path, without query. A trailing slash, an empty segment or a path that does not
    /// start with a slash matches nothing.
    public func match(_ method: Operation.Method?, path: Span<UInt8>) -> Match {
        guard path.count > 1, path[0] == UInt8(ascii: "/"), let node = find(path, from: 1, in: 0) else {
            return .nothing
        }
        let rows = nodes[node].rows
        if let method, rows[Int(method.rawValue)] >= 0 { return .operation(operations[rows[Int(method.rawValue)]]) }
        return .otherMethods(Operation.Method.allCases.filter { rows[Int($0.rawValue)] >= 0 })
    }

    /// The node for the rest of the path that has a row at all, fixed segments tried first.
    private func find(_ path: Span<UInt8>, from start: Int, in node: Int) -> Int? {
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        guard end > start else { return nil }
        let segment = path.extracting(start..<end)
        for (name, next) in nodes[node].fixed where Self.areEqual(name, segment) {
            if let found = finish(path, at: end, in: next) { return found }
        }
        guard let variable = nodes[node].variable else { return nil }
        return finish(path, at: end, in: variable)
    }

    private func finish(_ path: Span<UInt8>, at end: Int, in node: Int) -> Int? {
        guard end == path.count else { return find(path, from: end + 1, in: node) }
        for method in 0..<5 where nodes[node].rows[method] >= 0 { return node }
        return nil
    }

    private static func areEqual(_ name: [UInt8], _ segment: Span<UInt8>) -> Bool {
        guard name.count == segment.count else { return false }
        for index in segment.indices where name[index] != segment[index] { return false }
        return true
    }

    private mutating func child(of node: Int, for segment: [UInt8]) -> Int {
        if segment.first == UInt8(ascii: "{") {
            if let existing = nodes[node].variable { return existing }
            nodes[node].variable = nodes.count
        } else {
            if let existing = nodes[node].fixed.first(where: { $0.segment == segment }) { return existing.node }
            nodes[node].fixed.append((segment, nodes.count))
        }
        nodes.append(Node())
        return nodes.count - 1
    }
}
