import HTTPServer

/// Why a list of routes cannot be used. Every fault of the list is told at once.
struct RouteFaults: Error, Equatable {
    let all: [RouteFault]
}

struct RouteFault: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case routesMissing, routesTooMany
        case prefixMalformed(PathTemplate.Fault)
        /// A prefix says nothing of what follows; a parameter in it would make two routes match the same path.
        case prefixHasParameter
        case prefixDuplicated(of: String)
        case upstreamUnknown(String)
        case aliasMalformed(PathTemplate.Fault)
        /// The canonical prefix lies under no route to an upstream: unknown, answered here, or an alias itself.
        case aliasLeadsNowhere(String)
        /// The canonical prefix lies under the alias, so that rewriting would never end at another route.
        case aliasOfItself
        case timeoutsImpossible
        case bodyLimitOutOfRange
        /// A route below another with a wider upstream but the same destination and the same rules does nothing.
        case redundant(under: String)
    }

    let prefix: String
    let kind: Kind
}
