import HTTPServer

/// Which route a path takes: the longest prefix of whole segments wins, so `/api/v1/bookingsX` is not
/// `/api/v1/bookings`. Paths are in the normal form of `HTTPTarget`; the same bytes serve authorisation, rate keys,
/// cache and log, so no two of them can disagree about where a request goes.
///
/// An alias is a route whose path continues below a canonical prefix; it has the rules of the route it leads to.
/// Nothing here is done per request that could be done when the table is made: a match is a walk over bytes. An object, so
/// that asking it counts one reference.
final class RouteTable: Sendable {
    /// A matched route.
    struct Match: Sendable, Equatable {
        /// The route whose rules hold: of an alias, the one it leads to.
        let route: Int
        /// How many bytes of the path are the prefix as it was asked for.
        let prefixBytes: Int
        /// Of an alias, the number of the canonical prefix that takes the place of those bytes.
        let rewrite: Int?
        /// The prefix in the tree of operations, if there are operations below it.
        let operations: PathTree.Node?
    }

    private struct Place: Sendable {
        let route: Int
        let rewrite: Int?
        let operations: PathTree.Node?
    }

    let routes: [GatewayRoute]
    /// The canonical prefixes of aliases, as bytes ready to be sent.
    let rewrites: [[UInt8]]
    private let tree: PathTree
    /// What is at each node of the tree.
    private let places: [Place?]

    /// Checks the whole list and throws every fault in it. `operations` are those that paths below the prefixes name.
    init(
        _ routes: [GatewayRoute], upstreams: Set<String>, operations: TemplateTable = TemplateTable()
    ) throws(RouteFaults) {
        var check = RouteCheck(routes, upstreams: upstreams)
        let templates = check.run()
        guard check.faults.isEmpty else { throw RouteFaults(all: check.faults) }
        self.routes = routes
        var tree = PathTree()
        var nodes: [Int: Int] = [:]
        for (index, template) in templates.enumerated() {
            if let template { nodes[tree.insert(template)] = index }
        }
        var rewrites: [[UInt8]] = []
        var places = [Place?](repeating: nil, count: tree.count)
        for (node, index) in nodes {
            let rules = check.ruling(index)
            if case .alias(let canonical) = routes[index].destination {
                rewrites.append(Array(canonical.utf8))
                places[node] = Place(
                    route: rules, rewrite: rewrites.count - 1, operations: operations.node(of: canonical))
            } else {
                places[node] = Place(
                    route: rules, rewrite: nil, operations: operations.node(of: routes[index].prefix))
            }
        }
        self.tree = tree
        self.places = places
        self.rewrites = rewrites
    }

    /// The route of a path in normal form, or nil when no prefix fits.
    func match(_ path: Span<UInt8>) -> Match? {
        guard path.count > 0, path[0] == UInt8(ascii: "/") else { return nil }
        var node = PathTree.root
        var best: Match?
        var start = 1
        while true {
            let end = PathTree.segmentEnd(path, from: start)
            guard let child = tree.literal(path.extracting(start..<end), of: node) else { return best }
            node = child
            if let place = places[node] {
                best = Match(
                    route: place.route, prefixBytes: end, rewrite: place.rewrite, operations: place.operations)
            }
            guard end < path.count else { return best }
            start = end + 1
        }
    }
}
