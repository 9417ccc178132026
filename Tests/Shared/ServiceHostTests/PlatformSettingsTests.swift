import Migrations
import PlatformProtocol
import Postgres
import ServiceRuntime
import Testing

@testable import ServiceHost

@Suite("Settings of a service")
struct PlatformSettingsTests {
    struct Settings: ServiceConfiguration {
        let platform: PlatformSettings

        init(reading environment: inout EnvironmentReader) {
            platform = PlatformSettings(of: .kits, reading: &environment)
        }
    }

    static let enough = [
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092", "RISHI_INTERNAL_KEYS": "{}",
        "RISHI_CURSOR_KEY": String(repeating: "k", count: 32),
    ]

    @Test("a service needs brokers, keys and a seal, and says so all at once")
    func required() throws {
        let error = #expect(throws: ConfigurationFaults.self) { try Settings.load(from: [:]) }
        #expect(
            error?.faults.map(\.name) == ["KAFKA_BOOTSTRAP_SERVERS", "RISHI_INTERNAL_KEYS", "RISHI_CURSOR_KEY"])
    }

    @Test("the port and the database's roles are those of the service")
    func ofTheService() throws {
        let settings = try Settings.load(
            from: Self.enough.merging(["RISHI_KITS_APP_PASSWORD": "a", "RISHI_KITS_SYSTEM_PASSWORD": "b"]) { $1 })
        let platform = settings.value.platform
        #expect(platform.listen.port == 3003)
        #expect(try "\(platform.databaseSettings(as: .app))" == "host=localhost port=5432 dbname=kits_db user=kits_app")
        #expect(try "\(platform.databaseSettings(as: .system))".hasSuffix("user=kits_system"))
    }

    @Test("a misspelt variable of Kafka's is noticed as well as one of ours")
    func misspelt() throws {
        let settings = try Settings.load(
            from: Self.enough.merging(["KAFKA_SASL_USERNAM": "x", "RISHI_LOPS": "2"]) { $1 })
        #expect(settings.warnings.map(\.nearest) == ["KAFKA_SASL_USERNAME", "RISHI_LOOPS"])
    }
}
