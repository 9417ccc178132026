/// Takes the secrets out of what librdkafka says, in case it repeats one.
struct SecretMask: Sendable {
    private let secrets: [String]

    init(_ properties: [KafkaProperty]) {
        secrets = properties.filter { $0.isSecret && !$0.value.isEmpty }.map(\.value)
    }

    /// The text, bounded and without secrets.
    func apply(_ text: String) -> String {
        var text = text
        for secret in secrets where text.contains(secret) { text = "[withheld: it contained a secret]" }
        return String(decoding: text.utf8.prefix(KafkaClientLimits.reasonBytes), as: UTF8.self)
    }

    /// The same for a buffer that librdkafka filled.
    func apply(_ buffer: [CChar]) -> String {
        apply(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
