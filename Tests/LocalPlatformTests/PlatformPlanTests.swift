import Foundation
import GatewayCore
import Migrations
import PlatformProtocol
import ServiceHost
import Testing

@testable import LocalPlatform
@testable import ServiceRuntime

@Suite("What will run") struct PlatformPlanTests {
    @Test("the gateway's settings are settings of the gateway, and hold")
    func gateway() throws {
        let scene = try Scene()
        defer { scene.remove() }
        let plan = try PlatformPlan(scene.options(portShift: 100), SecretStore(in: scene.folder))
        let process = try #require(plan.processes.last)
        #expect(process.service == .gateway)
        #expect(process.ports == [8180, 8181])
        let loaded = try GatewayConfiguration.load(from: process.settings)
        #expect(loaded.warnings == [])
        #expect(loaded.value.listen.port == 8180)
        #expect(loaded.value.upstreams["booking-management"] == [HostPort(host: "127.0.0.1", port: 3101)])
        #expect(loaded.value.upstreams.count == 6)
    }

    @Test("a service that the checkout has a program of is in, with its ports, its database and its secrets")
    func services() throws {
        let scene = try Scene()
        defer { scene.remove() }
        var options = scene.options(portShift: 0)
        options.programs = scene.checkout
        let store = SecretStore(in: scene.folder)
        for service in ["Booking", "Realtime"] {
            try FileManager.default.createDirectory(
                atPath: "\(scene.checkout)/Services/\(service)/Main", withIntermediateDirectories: true)
        }
        let missing = ["booking-management", "realtime-communication", "gateway", "local-broker"]
        #expect(throws: LocalPlatformError.notBuilt(missing)) { try PlatformPlan(options, store) }
        for name in missing {
            let path = "\(scene.checkout)/\(name)"
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o700])
        }
        let plan = try PlatformPlan(options, store)
        #expect(plan.leftOut == [.staff, .kits, .compliance, .regions])
        #expect(plan.processes.map(\.service) == [.booking, .notifications, .gateway])
        #expect(plan.processes.map(\.ports) == [[3001], [3006], [8080, 8081]])
        #expect(plan.databases == [.booking, .comms])
        let secrets = plan.processes[1].settings.keys.filter { $0.contains("PASSWORD") }.sorted()
        #expect(secrets == ["RISHI_COMMS_APP_PASSWORD_FILE", "RISHI_COMMS_SYSTEM_PASSWORD_FILE"])
        for process in plan.processes {
            for (name, path) in process.settings where name.hasSuffix("_FILE") {
                #expect(FileManager.default.fileExists(atPath: path), "\(name) names a file that is there")
            }
        }
    }

    @Test(
        "what a service is told are settings of every service, and hold", arguments: ServiceDescriptor.all.dropLast())
    func told(_ descriptor: ServiceDescriptor) throws {
        let scene = try Scene()
        defer { scene.remove() }
        let secrets = SecretStore(in: scene.folder)
        let process = try PlatformPlan.service(
            descriptor, scene.options(portShift: 5), secrets, keySet: secrets.internalKeys().set)
        #expect(process.database == ServiceDatabase(of: descriptor.name))
        let told = process.settings.merging([
            "RISHI_DATABASE_SERVER": "host=/a port=1", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
        ]) { $1 }
        var reader = EnvironmentReader(told, files: SystemFiles())
        let settings = PlatformSettings(of: descriptor.name, reading: &reader)
        #expect(reader.faults == [])
        #expect(reader.warnings(prefixes: ["RISHI_", "KAFKA_"]) == [])
        #expect(settings.listen == HostPort(host: "127.0.0.1", port: descriptor.port + 5))
        #expect(settings.data == scene.checkout)
        #expect(process.health == settings.listen)
    }

    @Test("a secret that somebody chose takes the place of ours, and an administrator's address stays here")
    func chosen() throws {
        let scene = try Scene()
        defer { scene.remove() }
        var options = scene.options()
        options.environment["RISHI_INTERNAL_KEY"] = "chosen"
        options.environment["RISHI_DATABASE_ADMIN"] = "postgres://admin:secret@db"
        options.environment["KAFKA_SECURITY_PROTOCOL"] = "SSL"
        options.environment["AWS_SECRET_ACCESS_KEY"] = "not ours"
        let environment = options.environment(with: ["RISHI_INTERNAL_KEY_FILE": "/ours", "RISHI_LISTEN": "here"])
        #expect(
            environment == [
                "PATH": "/usr/bin:/bin", "RISHI_LOG_LEVEL": "debug", "RISHI_INTERNAL_KEY": "chosen",
                "RISHI_LISTEN": "here", "KAFKA_SECURITY_PROTOCOL": "SSL",
            ])
        #expect(options.administration == "postgres://admin:secret@db")
    }

    @Test("what is proposed to begin with are operations that a platform administrator may call")
    func firstSteps() throws {
        for step in FirstStep.all {
            guard let service = step.service else { continue }
            let operation = try #require(
                PermissionTable.operations.first { $0.path == step.path && $0.method == .get }, "\(step.path)")
            #expect(operation.roles.contains(.platformAdmin))
            #expect(ServiceDescriptor.of(service).prefixes.contains(where: step.path.hasPrefix))
        }
    }
}
