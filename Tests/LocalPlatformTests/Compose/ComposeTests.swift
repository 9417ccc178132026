import Foundation
import GatewayCore
import PlatformProtocol
import ServiceRuntime
import Testing

@testable import LocalPlatform
@testable import rishi

/// docker-compose.yml says again what the code says: ports, variables, programs. Here one is held against the other.
@Suite("docker-compose.yml") struct ComposeTests {
    private let services: YAML

    init() throws {
        let text = try String(contentsOfFile: Scene.repository + "/docker-compose.yml", encoding: .utf8)
        services = try #require(try YAML(parsing: text)["services"])
    }

    @Test("there is a container of each of the seven, from the image of its program", arguments: ServiceDescriptor.all)
    func images(_ descriptor: ServiceDescriptor) throws {
        let name = descriptor.name.rawValue
        let service = try #require(services[name])
        #expect(service["build"]?["args"]?.scalars == ["TARGET": name])
        #expect(service["build"]?["dockerfile"]?.scalar == "deploy/Dockerfile")
        #expect(service["image"]?.scalar == "rishi/\(name):${RISHI_VERSION:-latest}")
        #expect(service["environment"]?["RISHI_LISTEN"]?.scalar == "0.0.0.0:\(descriptor.port)")
    }

    @Test("what is ours runs without rights, on a file system it cannot write, with time to drain")
    func hardened() throws {
        for name in services.keys where !["postgres", "kafka"].contains(name) {
            let service = try #require(services[name])
            #expect(service["read_only"]?.scalar == "true", "\(name)")
            #expect(service["cap_drop"]?.items == [.text("ALL")], "\(name)")
            #expect(service["security_opt"]?.items == [.text("no-new-privileges:true")], "\(name)")
            guard ServiceName(exactly: name) != nil else { continue }
            let grace = Int(try #require(service["stop_grace_period"]?.scalar).dropLast()) ?? 0
            #expect(grace >= LocalPlatformLimits.drainMax.components.seconds)
        }
    }

    @Test("the gateway's variables are settings of the gateway, and everything it requires is there")
    func gateway() throws {
        var variables = try environment(of: "gateway")
        #expect(variables.removeValue(forKey: "RISHI_LOG_LEVEL") == "${RISHI_LOG_LEVEL:-info}")
        let scene = try Scene()
        defer { scene.remove() }
        variables = try withSecrets(variables, scene)
        let loaded = try GatewayConfiguration.load(from: variables)
        #expect(loaded.warnings == [])
        #expect(loaded.value.adminListen.port == PlatformPlan.operatorsPort)
        #expect(loaded.value.tokens.issuers == [UserToken.issuer])
        for descriptor in ServiceDescriptor.all where descriptor.name != .gateway {
            let place = HostPort(host: descriptor.name.rawValue, port: descriptor.port)
            #expect(loaded.value.upstreams[descriptor.name.rawValue] == [place])
        }
        #expect(services["gateway"]?["ports"]?.items == [.text("${RISHI_PORT:-8080}:8080")])
    }

    @Test("a service is told the same things as on one machine", arguments: ServiceDescriptor.all.dropLast())
    func variables(_ descriptor: ServiceDescriptor) throws {
        let scene = try Scene()
        defer { scene.remove() }
        let plan = try PlatformPlan.service(
            descriptor, scene.options(), SecretStore(in: scene.folder), keySet: scene.folder.secrets)
        // The image itself says where its data are.
        let told = Set(plan.settings.keys).subtracting(["RISHI_DATA"])
        let variables = try environment(of: descriptor.name.rawValue)
        #expect(
            Set(variables.keys)
                == told.union(["RISHI_DATABASE_SERVER", "KAFKA_BOOTSTRAP_SERVERS", "RISHI_LOG_LEVEL"]))
        _ = try withSecrets(variables, scene)
    }

    @Test("everybody waits for what it needs, and is asked whether it is well")
    func order() throws {
        for descriptor in ServiceDescriptor.all.dropLast() {
            let waits = try #require(services[descriptor.name.rawValue]?["depends_on"])
            #expect(waits["database-migrate"]?.scalars == ["condition": "service_completed_successfully"])
            #expect(waits["topics"]?.scalars == ["condition": "service_completed_successfully"])
            let gateway = services["gateway"]?["depends_on"]?[descriptor.name.rawValue]
            #expect(gateway?.scalars == ["condition": "service_healthy"])
        }
        #expect(services["database-migrate"]?["depends_on"]?.keys == ["database-prepare"])
        #expect(services["database-prepare"]?["depends_on"]?.keys == ["secrets", "postgres"])
        #expect(services["topics"]?["depends_on"]?.scalars == [:])
        #expect(services["topics"]?["depends_on"]?.keys == ["kafka"])
        for name in ["postgres", "kafka"] { #expect(services[name]?["healthcheck"]?["test"]?.items.isEmpty == false) }
        // Ours ask themselves: the image says how.
        let image = try String(contentsOfFile: Scene.repository + "/deploy/Dockerfile", encoding: .utf8)
        #expect(image.contains(#"CMD ["/usr/local/bin/program", "--health"]"#))
        #expect(image.contains("\nUSER 10001\n"))
    }

    @Test("the jobs are command lines that make sense, with the variables they need")
    func jobs() throws {
        let prepare = try #require(try DatabaseCommand(words(of: "database-prepare"), operators("database-prepare")))
        #expect(prepare.action == .prepare(runs: true))
        #expect(prepare.server == "postgres://postgres:${POSTGRES_PASSWORD}@postgres:5432")
        let migrate = try #require(try DatabaseCommand(words(of: "database-migrate"), operators("database-migrate")))
        #expect(migrate.action == .migrate)
        #expect(migrate.server == "host=postgres port=5432")
        let topics = try #require(try TopicsCommand(words(of: "topics"), operators("topics")))
        #expect(topics.action == .apply)
        #expect(topics.brokers == ["kafka:9092"])
        #expect(topics.replication == 1)
        #expect(try SecretsCommand(words(of: "secrets"), OperatorEnvironment([:]))?.data == "/var/lib/rishi")
        let scene = try Scene()
        defer { scene.remove() }
        _ = try withSecrets(environment(of: "database-prepare"), scene)
        _ = try withSecrets(environment(of: "database-migrate"), scene)
        #expect(try environment(of: "database-prepare").keys.count { $0.hasSuffix("_PASSWORD_FILE") } == 18)
        #expect(try environment(of: "database-migrate").keys.count { $0.hasSuffix("_OWNER_PASSWORD_FILE") } == 6)
    }

    private func environment(of name: String) throws -> [String: String] {
        try #require(services[name]?["environment"]).scalars
    }

    private func words(of name: String) -> [String] { services[name]?["command"]?.items.compactMap(\.scalar) ?? [] }

    private func operators(_ name: String) throws -> OperatorEnvironment {
        OperatorEnvironment(try environment(of: name).merging(["RISHI_DATA": Scene.repository]) { $1 })
    }

    /// The variables with the files of a scene's secrets, each of which must be one that `rishi secrets` makes.
    private func withSecrets(_ variables: [String: String], _ scene: Scene) throws -> [String: String] {
        _ = try SecretStore(in: scene.folder).makeAll()
        let volume = "/var/lib/rishi/.run/secrets"
        return Dictionary(
            uniqueKeysWithValues: variables.map { name, value in
                guard name.hasSuffix("_FILE") else { return (name, value) }
                #expect(value.hasPrefix(volume + "/"), "\(name)")
                let file = scene.folder.secrets + value.dropFirst(volume.count)
                #expect(FileManager.default.fileExists(atPath: file), "\(name) names a secret that is made")
                return (name, file)
            })
    }
}
