/// How the cluster is reached: what producers, consumers and admins have in common.
public struct KafkaConnection: Sendable {
    /// Brokers to begin with, each `host:port`; the rest of the cluster is learnt from them.
    public var bootstrapServers: [String]
    /// Names this client in the broker's logs and quotas.
    public var clientID: String
    public var security = KafkaSecurity.plaintext

    /// How long a request may go unanswered before its connection is given up (socket.timeout.ms).
    public var socketTimeout = Duration.seconds(30)
    /// How long opening a connection may take, TLS and SASL included.
    public var setupTimeout = Duration.seconds(10)
    /// The longest pause between two attempts to reach a broker. Short, because an outage ends for us only then.
    public var reconnectDelayMax = Duration.seconds(2)

    public init(bootstrapServers: [String], clientID: String) {
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
    }
}

/// How connections are secured.
public enum KafkaSecurity: Sendable {
    case plaintext
    case tls(KafkaTLS)
    /// Names and passwords, over TLS unless that is nil.
    case sasl(KafkaCredentials, over: KafkaTLS?)
}

/// Whom to trust and who we are. All files are PEM.
public struct KafkaTLS: Sendable {
    /// The authorities trusted; the system's when nil.
    public var authoritiesFile: String?
    /// Our own certificate and its key, where the brokers ask for one.
    public var certificateFile: String?
    public var keyFile: String?
    public var keyPassword: KafkaSecret?

    public init(
        authoritiesFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
        keyPassword: KafkaSecret? = nil
    ) {
        self.authoritiesFile = authoritiesFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.keyPassword = keyPassword
    }
}

/// A user of the cluster.
public struct KafkaCredentials: Sendable {
    /// How the password is proven.
    public enum Mechanism: String, Sendable, CaseIterable {
        case plain = "PLAIN"
        case scramSHA256 = "SCRAM-SHA-256"
        case scramSHA512 = "SCRAM-SHA-512"
    }

    public var mechanism: Mechanism
    public var user: String
    public var password: KafkaSecret

    public init(_ mechanism: Mechanism, user: String, password: KafkaSecret) {
        self.mechanism = mechanism
        self.user = user
        self.password = password
    }
}

/// A value that no description, interpolation, mirror or dump shows.
public struct KafkaSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let revealed: String

    public init(_ value: String) {
        revealed = value
    }

    public var description: String { "[secret]" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
