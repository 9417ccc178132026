public import KafkaClient
import PlatformProtocol
import ServiceRuntime

/// How the cluster is reached, by the names that Kafka's users know.
public struct KafkaSettings: Sendable {
    public let connection: KafkaConnection
    /// How soon the group notices that a member has died.
    let sessionTimeout: Duration
    /// How long a broker may hold back an answer that has nothing new yet.
    let fetchWaitMax: Duration

    /// How topics are read from their end.
    public var tail: TailSettings {
        var settings = TailSettings(connection)
        settings.fetchWaitMax = fetchWaitMax
        return settings
    }

    /// How connections are secured, as Kafka calls it.
    public enum SecurityProtocol: String, CaseIterable, Sendable {
        case plaintext = "PLAINTEXT"
        case ssl = "SSL"
        case saslPlaintext = "SASL_PLAINTEXT"
        case saslSSL = "SASL_SSL"
    }

    init(of service: ServiceName, reading environment: inout EnvironmentReader) {
        let servers = environment.value(
            "KAFKA_BOOTSTRAP_SERVERS", .list(of: .hostPort, count: 1...64), "Brokers to begin with.")
        var connection = KafkaConnection(
            bootstrapServers: servers.map(\.description), clientID: service.rawValue)
        let security = environment.value(
            "KAFKA_SECURITY_PROTOCOL", .choice(), default: SecurityProtocol.plaintext, "How connections are secured.")
        let mechanism = environment.value(
            "KAFKA_SASL_MECHANISM", .choice(), default: KafkaCredentials.Mechanism.scramSHA512,
            "How the password is proven, with SASL.")
        let user = environment.value(
            "KAFKA_SASL_USERNAME", .text(bytes: 1...512), default: service.rawValue, "Who we are, with SASL.")
        let password = environment.optionalSecret(
            "KAFKA_SASL_PASSWORD", .text(bytes: 1...1024), "The password, with SASL.")
        let tls = KafkaTLS(
            authoritiesFile: environment.optional(
                "KAFKA_SSL_CA_LOCATION", .text(bytes: 1...1024),
                "The file of the authorities that are trusted; the system's without one."),
            certificateFile: environment.optional(
                "KAFKA_SSL_CERTIFICATE_LOCATION", .text(bytes: 1...1024), "The file of our own certificate."),
            keyFile: environment.optional(
                "KAFKA_SSL_KEY_LOCATION", .text(bytes: 1...1024), "The file of its key."))
        let credentials = KafkaCredentials(mechanism, user: user, password: KafkaSecret(password?.revealed ?? ""))
        switch security {
        case .plaintext: connection.security = .plaintext
        case .ssl: connection.security = .tls(tls)
        case .saslPlaintext: connection.security = .sasl(credentials, over: nil)
        case .saslSSL: connection.security = .sasl(credentials, over: tls)
        }
        sessionTimeout = environment.value(
            "KAFKA_SESSION_TIMEOUT", .duration(in: .seconds(6) ... .seconds(300)), default: .seconds(10),
            "How long a consumer may be silent before others take over its partitions.")
        fetchWaitMax = environment.value(
            "KAFKA_FETCH_WAIT_MAX", .duration(in: .milliseconds(1) ... .seconds(10)), default: .milliseconds(100),
            "How long a broker may wait for events before it answers that there are none.")
        self.connection = connection
    }
}
