public import HTTPWire

/// Which row of a list a method and path mean: a route of a service, or an operation whose permissions the gateway asks for.
/// Deny by default: what is not in the table is refused.
///
/// | below a known prefix | answer |
/// |---|---|
/// | no template fits the path | 404, after the identity has been checked, so that probing without one tells nothing |
/// | a template fits, but not with this method | 405 with `Allow` |
/// | a template fits with this method, but the caller's roles may not | 403, decided by the caller of this table |
///
/// HEAD is allowed where GET is and means the same operation. OPTIONS is always in `Allow` and is answered by the
/// gateway. A final slash makes another path, as it does for the services.
public struct TemplateTable: Sendable {
    /// What a path and method turned out to be.
    public enum Lookup: Sendable {
        case found(Match)
        case methodNotAllowed(HTTPMethodSet)
        case unknown
    }

    /// A found operation, with the places of its parameters in the path, in order.
    public struct Match: Sendable {
        /// The place of the operation in the list the table was made from.
        public let operation: Int
        public let parameters: PathParameters
    }

    /// Why a list of operations cannot be used.
    public struct Fault: Sendable, Equatable {
        /// What is wrong with the operation.
        public enum Kind: Sendable, Equatable {
            case operationsTooMany
            case templateMalformed(PathTemplate.Fault)
            case duplicated(of: Int)
            /// HEAD follows GET; OPTIONS, TRACE and CONNECT are never a service's.
            case methodReserved
        }

        public let operation: Int
        public let kind: Kind
    }

    /// Every fault of a list of operations.
    public struct Faults: Error, Equatable {
        public let all: [Fault]
    }

    private var tree = PathTree()
    /// For each node, the operation of each method; empty where no template ends.
    private var methods: [[Int16]] = [[]]

    /// A table without operations: everything is unknown.
    public init() {}

    /// A table of `(method, template)` pairs. Throws every fault at once.
    public init(_ operations: [(method: HTTPMethod, template: String)]) throws(Faults) {
        var faults: [Fault] = []
        if operations.count > RoutingLimits.operationsMax {
            faults.append(Fault(operation: RoutingLimits.operationsMax, kind: .operationsTooMany))
        }
        for (index, operation) in operations.prefix(RoutingLimits.operationsMax).enumerated() {
            if let kind = insert(operation.method, operation.template, Int16(index)) {
                faults.append(Fault(operation: index, kind: kind))
            }
        }
        guard faults.isEmpty else { throw Faults(all: faults) }
    }

    /// The node of a prefix, from which `lookup` may start instead of at the root.
    public func node(of prefix: String) -> PathTree.Node? {
        guard let template = try? PathTemplate(prefix) else { return nil }  // No template, no node.
        return tree.find(template)
    }

    /// What `method` on `path` means, where the first `from` bytes of the path are already behind `node`.
    public func lookup(
        _ method: HTTPMethod, _ path: Span<UInt8>, from: Int = 0, under node: PathTree.Node = PathTree.root
    ) -> Lookup {
        var parameters = PathParameters()
        guard let end = walk(path, from, node, &parameters) else { return .unknown }
        let wanted = method == .head ? HTTPMethod.get : method
        let operation = methods[end][Int(wanted.rawValue)]
        guard operation >= 0 else { return .methodNotAllowed(allowed(at: end)) }
        return .found(Match(operation: Int(operation), parameters: parameters))
    }

    /// The node whose template fits the rest of the path from the slash at `start`, or from its end.
    private func walk(
        _ path: borrowing Span<UInt8>, _ start: Int, _ node: PathTree.Node, _ parameters: inout PathParameters
    ) -> PathTree.Node? {
        guard start < path.count else { return methods[node].isEmpty ? nil : node }
        let end = PathTree.segmentEnd(path, from: start + 1)
        let segment = (start + 1)..<end
        if let child = tree.literal(path.extracting(segment), of: node),
            let found = walk(path, end, child, &parameters)
        {
            return found
        }
        guard !segment.isEmpty, let child = tree.parameter(of: node) else { return nil }
        parameters.append(segment)
        if let found = walk(path, end, child, &parameters) { return found }
        parameters.removeLast()
        return nil
    }

    private func allowed(at node: PathTree.Node) -> HTTPMethodSet {
        var allowed: HTTPMethodSet = [.options]
        for method in HTTPMethod.allCases where methods[node][Int(method.rawValue)] >= 0 {
            allowed.insert(method)
        }
        if allowed.contains(.get) { allowed.insert(.head) }
        return allowed
    }

    private mutating func insert(_ method: HTTPMethod, _ text: String, _ index: Int16) -> Fault.Kind? {
        switch method {
        case .head, .options, .trace, .connect: return .methodReserved
        case .get, .post, .put, .patch, .delete, .query: break
        }
        let template: PathTemplate
        do {
            template = try PathTemplate(text)
        } catch {
            return .templateMalformed(error)
        }
        let node = tree.insert(template)
        while methods.count < tree.count { methods.append([]) }
        if methods[node].isEmpty { methods[node] = Array(repeating: -1, count: HTTPMethod.allCases.count) }
        let earlier = methods[node][Int(method.rawValue)]
        guard earlier < 0 else { return .duplicated(of: Int(earlier)) }
        methods[node][Int(method.rawValue)] = index
        return nil
    }
}
