/// Why a service may not start: it wants to publish or hear what the registry does not give it.
public enum RegistryFault: Error, Sendable, Hashable {
    case notPublished(EventType, by: ServiceName)
    case notConsumed(EventType, by: ServiceName)

    /// For metrics and log lines.
    public var label: StaticString {
        switch self {
        case .notPublished: "topic_not_published"
        case .notConsumed: "topic_not_consumed"
        }
    }
}

extension RegistryFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notPublished(let type, let service): "\(service.rawValue) does not publish \(type.rawValue)"
        case .notConsumed(let type, let service): "\(service.rawValue) does not consume \(type.rawValue)"
        }
    }
}
