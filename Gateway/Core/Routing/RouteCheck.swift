import HTTPServer

/// Judges a list of routes before it becomes a table.
struct RouteCheck {
    private let routes: [GatewayRoute]
    private let upstreams: Set<String>
    private var templates: [PathTemplate?] = []
    private(set) var faults: [RouteFault] = []

    init(_ routes: [GatewayRoute], upstreams: Set<String>) {
        self.routes = routes
        self.upstreams = upstreams
    }

    /// The templates of the prefixes, in order; nil where one is at fault.
    mutating func run() -> [PathTemplate?] {
        if routes.isEmpty { faults.append(RouteFault(prefix: "", kind: .routesMissing)) }
        if routes.count > RouteLimits.routesMax { faults.append(RouteFault(prefix: "", kind: .routesTooMany)) }
        for route in routes { templates.append(checkPrefix(route)) }
        for (index, route) in routes.enumerated() {
            checkRules(route)
            checkDestination(route, index)
            if let template = templates[index] { checkOverlap(route, template, index) }
        }
        return templates
    }

    /// The route whose rules a route has: its own, or of an alias those of the route it leads to.
    func ruling(_ index: Int) -> Int {
        guard case .alias(let canonical) = routes[index].destination else { return index }
        return longest(above: canonical, isFitting: isUpstream) ?? index
    }

    private mutating func checkPrefix(_ route: GatewayRoute) -> PathTemplate? {
        do {
            let template = try PathTemplate(route.prefix)
            guard template.hasParameters else { return template }
            faults.append(RouteFault(prefix: route.prefix, kind: .prefixHasParameter))
        } catch {
            faults.append(RouteFault(prefix: route.prefix, kind: .prefixMalformed(error)))
        }
        return nil
    }

    private mutating func checkRules(_ route: GatewayRoute) {
        if !route.timeouts.isPossible { faults.append(RouteFault(prefix: route.prefix, kind: .timeoutsImpossible)) }
        if !(0...RouteLimits.bodyBytesMax ~= route.bodyBytesMax) {
            faults.append(RouteFault(prefix: route.prefix, kind: .bodyLimitOutOfRange))
        }
    }

    private mutating func checkDestination(_ route: GatewayRoute, _ index: Int) {
        switch route.destination {
        case .own: break
        case .upstream(let name):
            if !upstreams.contains(name) {
                faults.append(RouteFault(prefix: route.prefix, kind: .upstreamUnknown(name)))
            }
        case .alias(let canonical):
            do {
                _ = try PathTemplate(canonical)
            } catch {
                return faults.append(RouteFault(prefix: route.prefix, kind: .aliasMalformed(error)))
            }
            if Self.isAtOrBelow(canonical, route.prefix) {
                faults.append(RouteFault(prefix: route.prefix, kind: .aliasOfItself))
            } else if longest(above: canonical, isFitting: { _ in true }).map({ isUpstream(routes[$0]) }) != true {
                faults.append(RouteFault(prefix: route.prefix, kind: .aliasLeadsNowhere(canonical)))
            }
        }
    }

    /// The same prefix twice is a contradiction. A longer one is meant to win over a shorter, but only if it says
    /// something else.
    private mutating func checkOverlap(_ route: GatewayRoute, _ template: PathTemplate, _ index: Int) {
        if let earlier = templates[..<index].firstIndex(where: { $0 == template }) {
            return faults.append(RouteFault(prefix: route.prefix, kind: .prefixDuplicated(of: routes[earlier].prefix)))
        }
        guard isUpstream(route), let above = longest(above: route.prefix, isFitting: { $0.prefix != route.prefix })
        else { return }
        var same = GatewayRoute(route.prefix, to: routes[above].destination)
        same = same.with {
            $0.timeouts = routes[above].timeouts
            $0.bodyBytesMax = routes[above].bodyBytesMax
            $0.rateClass = routes[above].rateClass
            $0.classification = routes[above].classification
            $0.needsIdentity = routes[above].needsIdentity
            $0.allowsUpgrade = routes[above].allowsUpgrade
        }
        if same == route {
            faults.append(RouteFault(prefix: route.prefix, kind: .redundant(under: routes[above].prefix)))
        }
    }

    private func isUpstream(_ route: GatewayRoute) -> Bool {
        if case .upstream = route.destination { true } else { false }
    }

    /// The route with the longest prefix that `path` lies at or below.
    private func longest(above path: String, isFitting: (GatewayRoute) -> Bool) -> Int? {
        routes.indices
            .filter { Self.isAtOrBelow(path, routes[$0].prefix) && isFitting(routes[$0]) }
            .max { routes[$0].prefix.utf8.count < routes[$1].prefix.utf8.count }
    }

    private static func isAtOrBelow(_ path: String, _ prefix: String) -> Bool {
        path == prefix || path.hasPrefix(prefix + "/")
    }
}
