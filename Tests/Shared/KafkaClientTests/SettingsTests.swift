import EventLoop
import KafkaClient
import TestKit
import Testing

@Suite("Settings of Kafka clients")
struct SettingsTests {
    @Test("every fault is listed at once, and no value with it")
    func faults() async throws {
        try await withKafka { site in
            var settings = ProducerSettings(
                KafkaConnection(bootstrapServers: ["no port", "a:0", "a:1,b:2"], clientID: ""))
            settings.connection.security = .sasl(
                KafkaCredentials(.plain, user: "", password: KafkaSecret("")),
                over: KafkaTLS(certificateFile: "/only/this"))
            settings.linger = .seconds(2)
            settings.recordBytesMax = 999
            settings.queuedRecordsMax = 0
            do {
                _ = try KafkaProducer(
                    settings, topics: [], on: site.loop, blocking: site.blocking, logger: site.logger)
                Issue.record("nothing about these settings can work")
            } catch let refused as KafkaSettingsRefused {
                #expect(
                    refused.faults.map(\.setting) == [
                        "bootstrapServers", "bootstrapServers", "bootstrapServers", "clientID", "security", "security",
                        "security", "linger", "recordBytesMax", "queuedRecordsMax",
                    ])
            }
        }
    }

    @Test("a consumer needs a group, and a session long enough for its heartbeats")
    func consumerFaults() async throws {
        try await withKafka { site in
            func faults(_ change: (inout ConsumerSettings) -> Void) -> [String] {
                do {
                    _ = try site.consumer(["events"], change)
                    return []
                } catch {
                    return (error as? KafkaSettingsRefused)?.faults.map(\.setting) ?? ["?"]
                }
            }
            #expect(faults { $0.group = "" } == ["group"])
            #expect(faults { $0.sessionTimeout = .milliseconds(5999) } == ["sessionTimeout"])
            #expect(faults { $0.heartbeatInterval = .milliseconds(2001) } == ["heartbeatInterval"])
            #expect(faults { $0.outstandingMax = 0 } == ["outstandingMax"])
            #expect(faults { $0.queuedBytesMax = 1 } == ["queuedBytesMax"])
        }
    }

    @Test("a file that cannot be read is named")
    func missingFile() async throws {
        try await withKafka { site in
            do {
                _ = try site.producer(["events"]) {
                    $0.connection.security = .tls(KafkaTLS(authoritiesFile: "/nonexistent/ca.pem"))
                }
                Issue.record("the file is not there")
            } catch let refused as KafkaSettingsRefused {
                #expect(refused.description.contains("ssl.ca.location"))
            }
        }
    }

    @Test("no description of settings shows a password")
    func secrets() {
        var connection = KafkaConnection(bootstrapServers: ["a:1"], clientID: "c")
        connection.security = .sasl(
            KafkaCredentials(.scramSHA512, user: "u", password: KafkaSecret("hunter2")),
            over: KafkaTLS(keyPassword: KafkaSecret("hunter2")))
        var dumped = ""
        dump(connection, to: &dumped)
        let shown = "\(connection) \(String(reflecting: connection)) \(ProducerSettings(connection)) \(dumped)"
        #expect(!shown.contains("hunter2"))
        #expect(shown.contains("[secret]"))
    }

    @Test("refused credentials are a fault of their own, and the password appears nowhere")
    func refusedCredentials() async throws {
        try await withKafka { site in
            let broker = try RefusingBroker(on: site.loop)
            async let serving: Void = broker.serve()
            let producer = try site.producer(["events"]) {
                $0.connection.bootstrapServers = [broker.address]
                $0.connection.security = .sasl(
                    KafkaCredentials(.plain, user: "u", password: KafkaSecret("correct-horse")), over: nil)
            }
            try await wait(until: "the producer knows", status: { "\(site.lines.text)" }) {
                producer.lastFault?.kind == .authenticationFailed
            }
            #expect(broker.attempts > 0)
            #expect(producer.lastFault?.isRetriable == false)
            let outcome = await producer.deliver(.text("events", "k", "v"), until: .now + .milliseconds(50))
            #expect(outcome == .purged)
            #expect(await producer.close(until: .now))
            try await wait(until: "it is logged") { site.lines.text.contains("kafka_authentication_failed") }
            #expect(!site.lines.text.contains("correct-horse"))
            #expect(site.lines.text.contains("withheld"))
            broker.close()
            await serving
        }
    }
}
