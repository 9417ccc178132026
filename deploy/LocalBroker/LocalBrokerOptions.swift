/// What local-broker is started with.
struct LocalBrokerOptions: Sendable, Equatable {
    static let usage = """
        usage: local-broker [--brokers N] [--control SOCKET] [--address-file FILE] [--topics registry|none]
        """

    /// How many brokers the cluster has.
    var brokers = 1
    /// Where commands are taken; nowhere when nil.
    var control: String?
    /// The file that holds the bootstrap address while the cluster runs.
    var addressFile: String?
    /// Whether it begins with the registry's topics.
    var hasTopics = true

    init(_ arguments: [String]) throws(LocalBrokerUsage) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst(), !value.isEmpty else { throw LocalBrokerUsage() }
            switch name {
            case "--brokers": brokers = try Self.number(value)
            case "--control": control = value
            case "--address-file": addressFile = value
            case "--topics":
                guard ["registry", "none"].contains(value) else { throw LocalBrokerUsage() }
                hasTopics = value == "registry"
            default: throw LocalBrokerUsage()
            }
        }
    }

    private static func number(_ text: String) throws(LocalBrokerUsage) -> Int {
        guard let number = Int(text), number > 0 else { throw LocalBrokerUsage() }
        return number
    }
}

/// The arguments make no sense.
struct LocalBrokerUsage: Error, CustomStringConvertible {
    var description: String { LocalBrokerOptions.usage }
}
