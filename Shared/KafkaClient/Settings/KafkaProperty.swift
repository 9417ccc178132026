/// One of librdkafka's configuration properties with its value.
struct KafkaProperty: Sendable {
    let name: String
    let value: String
    let isSecret: Bool

    init(_ name: String, _ value: String, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }

    init(_ name: String, _ value: Int) {
        self.init(name, String(value))
    }

    init(_ name: String, _ value: Bool) {
        self.init(name, value ? "true" : "false")
    }

    init(_ name: String, _ value: Duration) {
        self.init(name, value.wholeMilliseconds)
    }
}

extension Duration {
    /// Rounded up, so that a limit below a millisecond does not become none; clamped to what librdkafka takes.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        let fraction = attoseconds / 1_000_000_000_000_000
        let isRounded = attoseconds % 1_000_000_000_000_000 != 0
        return Int(seconds * 1000 + fraction) + (isRounded ? 1 : 0)
    }
}

extension KafkaConnection {
    /// What every client is made with. Nagle's algorithm is on by default in this version of librdkafka
    /// (librdkafka #4986) and costs up to 40 ms a request; logs go through a queue, so that no thread of the library
    /// ever runs code of ours.
    var properties: [KafkaProperty] {
        [
            KafkaProperty("bootstrap.servers", bootstrapServers.joined(separator: ",")),
            KafkaProperty("client.id", clientID),
            KafkaProperty("socket.timeout.ms", socketTimeout),
            KafkaProperty("socket.connection.setup.timeout.ms", setupTimeout),
            KafkaProperty("socket.nagle.disable", true),
            KafkaProperty("socket.keepalive.enable", true),
            KafkaProperty("reconnect.backoff.max.ms", reconnectDelayMax),
            KafkaProperty("log.queue", true),
            KafkaProperty("log.connection.close", false),
        ] + securityProperties
    }

    private var securityProperties: [KafkaProperty] {
        switch security {
        case .plaintext: [KafkaProperty("security.protocol", "plaintext")]
        case .tls(let tls): [KafkaProperty("security.protocol", "ssl")] + tls.properties
        case .sasl(let credentials, let tls):
            [
                KafkaProperty("security.protocol", tls == nil ? "sasl_plaintext" : "sasl_ssl"),
                KafkaProperty("sasl.mechanisms", credentials.mechanism.rawValue),
                KafkaProperty("sasl.username", credentials.user),
                KafkaProperty("sasl.password", credentials.password.revealed, isSecret: true),
            ] + (tls?.properties ?? [])
        }
    }
}

extension KafkaTLS {
    fileprivate var properties: [KafkaProperty] {
        var properties = [KafkaProperty("ssl.endpoint.identification.algorithm", "https")]
        if let authoritiesFile { properties.append(KafkaProperty("ssl.ca.location", authoritiesFile)) }
        if let certificateFile { properties.append(KafkaProperty("ssl.certificate.location", certificateFile)) }
        if let keyFile { properties.append(KafkaProperty("ssl.key.location", keyFile)) }
        if let keyPassword {
            properties.append(KafkaProperty("ssl.key.password", keyPassword.revealed, isSecret: true))
        }
        return properties
    }
}
