import PlatformProtocol

/// The routes of this platform: six services under fixed prefixes, the aliases of older names, the transport of
/// Socket.IO, and what the gateway answers itself.
enum PlatformRoutes {
    /// The services, as upstreams are named.
    enum Service: String, Sendable, CaseIterable {
        case bookings, staff, kits, compliance, regions, notifications

        var prefix: String { "/api/v1/\(rawValue)" }

        /// Where the service listens unless configured otherwise.
        var port: UInt16 {
            switch self {
            case .bookings: 3001
            case .staff: 3002
            case .kits: 3003
            case .compliance: 3004
            case .regions: 3005
            case .notifications: 3006
            }
        }
    }

    /// The names that older clients use, and what they mean today. The two of the same name only lack the version.
    static let aliases: [(prefix: String, canonical: String)] = [
        ("/api/bookings", "/api/v1/bookings"),
        ("/api/organizations", "/api/v1/bookings/organizations"),
        ("/api/roster", "/api/v1/staff/roster"),
        ("/api/shifts", "/api/v1/staff/shifts"),
        ("/api/kits", "/api/v1/kits"),
        ("/api/items", "/api/v1/kits/items"),
        ("/api/locations", "/api/v1/regions/locations"),
        ("/api/notifications", "/api/v1/notifications"),
    ]

    static let own: [(prefix: String, resource: Route.OwnResource)] = [
        ("/health", .health), ("/openapi.json", .openAPI), ("/docs", .docs), ("/problems", .problems),
        ("/version", .version),
    ]

    /// A booking or an audit trail is its organisation's; where states allow what is anyone's.
    static func classification(of service: Service) -> DataClassification {
        switch service {
        case .bookings, .kits, .compliance: .confidential
        case .regions: .internal
        case .staff, .notifications: .pii
        }
    }

    static var all: [Route] {
        var routes: [Route] = []
        for service in Service.allCases {
            routes.append(
                Route(service.prefix, to: .upstream(service.rawValue)).with {
                    $0.classification = classification(of: service)
                    $0.allowsUpgrade = service == .notifications
                })
        }
        routes.append(
            Route("/socket.io", to: .upstream(Service.notifications.rawValue)).with {
                // A poll is held open until there is something to tell: 25 s of ping interval and 20 s of grace.
                $0.timeouts.firstByte = .seconds(50)
                $0.timeouts.idle = .seconds(50)
                $0.bodyBytesMax = 1_000_000
                $0.rateClass = .read
                $0.classification = .pii
                // Socket.IO brings its token inside its own handshake; the service checks it there.
                $0.needsIdentity = false
                $0.allowsUpgrade = true
            })
        routes += aliases.map { Route($0.prefix, to: .alias(of: $0.canonical)) }
        routes += own.map { own in
            Route(own.prefix, to: .own(own.resource)).with {
                $0.bodyBytesMax = 0
                $0.rateClass = .uncounted
                $0.classification = .public
                $0.needsIdentity = false
            }
        }
        return routes
    }
}
