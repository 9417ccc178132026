import HTTPServer
import JSON
import PlatformProtocol

/// OpenAPI 3.1 of a table of routes.
struct OpenAPIDocument {
    private(set) var value: JSONValue = .null

    init(of service: ServiceDescriptor, _ routes: [Route], _ faults: inout [DescriptionFault]) {
        let tags = OperationTags(of: service, routes.map(\.operation))
        var components = OpenAPIComponents()
        var paths = JSONObject()
        for route in routes {
            let operation = route.operation
            if !operation.isAnswered(by: service.name) { faults.add(.operationForeign(operation.name)) }
            var item = JSONObject()
            if case .object(let known) = paths[operation.path] { item = known }
            let method = "\(operation.method)"
            item[method] = OpenAPIOperation(route, tag: tags.tag(of: operation)).value(&components, &faults)
            paths[operation.path] = .object(item)
        }
        value = .object([
            "openapi": "3.1.1",
            "info": [
                "title": .string(service.title), "version": .string(service.version),
                "description": .string(Self.conventions),
            ],
            "servers": [["url": "/", "description": "The gateway, or the service on its own port"]],
            "tags": .array(tags.all.map { ["name": .string($0)] }),
            "paths": .object(paths),
            "components": .object(components.value),
        ])
    }

    private static let conventions = """
        Times are RFC 3339 with an offset and are answered in UTC; ids are lower-case UUIDs; amounts of money are \
        numbers with at most two decimals beside a currency.

        Errors are problem documents (RFC 9457): `code` is stable, `errors` lists every fault with a pointer. Unknown \
        parameters and members are refused.

        A value that none of a caller's roles clears them for is answered as `"***"`, whatever its type; \
        `x-classification` says how far each may travel.

        A POST that writes takes `Idempotency-Key`: a repetition is answered with the first answer. What can be changed \
        has a version, answered as `ETag` and named by the next change in `If-Match`.

        A query is decoded as a form: a plus sign is written `%2B`. A parameter that is a list is given several times, \
        which means any of its values.
        """
}

/// Groups operations for readers: by what follows the service's prefix in the path, where several share it.
struct OperationTags {
    /// In the order of the routes.
    let all: [String]
    private let prefixes: [String]
    private let shared: Set<String>

    private static let everywhere = "operations"

    init(of service: ServiceDescriptor, _ operations: [Operation]) {
        prefixes = service.prefixes
        var counts: [String: Int] = [:]
        for operation in operations {
            guard let area = Self.area(of: operation, service.prefixes) else { continue }
            counts[area, default: 0] += 1
        }
        shared = Set(counts.filter { $0.value > 1 }.keys)
        var all: [String] = []
        for operation in operations {
            let tag = Self.tag(of: operation, service.prefixes, shared)
            if !all.contains(tag) { all.append(tag) }
        }
        self.all = all
    }

    func tag(of operation: Operation) -> String {
        Self.tag(of: operation, prefixes, shared)
    }

    private static func tag(of operation: Operation, _ prefixes: [String], _ shared: Set<String>) -> String {
        guard operation.service != nil else { return everywhere }
        if let area = area(of: operation, prefixes), shared.contains(area) { return area }
        let prefix = prefixes.first { operation.path.hasPrefix($0) } ?? operation.path
        return prefix.split(separator: "/").last.map(String.init) ?? everywhere
    }

    /// The literal segment behind the prefix.
    private static func area(of operation: Operation, _ prefixes: [String]) -> String? {
        guard let prefix = prefixes.first(where: { operation.path.hasPrefix($0 + "/") }) else { return nil }
        let area = operation.path.dropFirst(prefix.count).split(separator: "/").first
        return area.flatMap { $0.hasPrefix("{") ? nil : String($0) }
    }
}
