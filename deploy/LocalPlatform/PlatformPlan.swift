import Foundation
import Migrations
import PlatformProtocol
import ServiceRuntime

/// Everything that will run here, decided before anything is started.
struct PlatformPlan: Sendable {
    let processes: [PlatformProcess]
    /// Services that this checkout has no program of.
    let leftOut: [ServiceName]
    /// Those that have migrations here, and those that a process needs.
    let databases: [ServiceDatabase]
    /// Where clients go.
    let gateway: HostPort
    let operators: HostPort

    /// Services first, the gateway last, each as its descriptor says.
    init(_ options: PlatformOptions, _ secrets: SecretStore) throws(LocalPlatformError) {
        let shift = options.portShift
        var processes: [PlatformProcess] = []
        var leftOut: [ServiceName] = []
        let keys = try secrets.internalKeys()
        for descriptor in ServiceDescriptor.all where descriptor.name != .gateway {
            guard Self.has(descriptor.name, in: options.checkout) else {
                leftOut.append(descriptor.name)
                continue
            }
            processes.append(try Self.service(descriptor, options, secrets, keySet: keys.set))
        }
        gateway = Self.place(ServiceDescriptor.of(.gateway).port, shift)
        operators = Self.place(Self.operatorsPort, shift)
        processes.append(
            PlatformProcess(
                service: .gateway, ports: [gateway.port, operators.port], health: operators, database: nil,
                usesBroker: false,
                settings: Self.upstreams(shift).merging([
                    "RISHI_LISTEN": gateway.description,
                    "RISHI_ADMIN_LISTEN": operators.description,
                    "RISHI_JWT_JWKS_FILE": try secrets.tokenKeySet(),
                    "RISHI_JWT_ISSUERS": UserToken.issuer,
                    "RISHI_INTERNAL_KEY_FILE": keys.own,
                    "RISHI_INTERNAL_KEY_NAME": SecretStore.keyName,
                ]) { $1 }))
        let migrated = MigrationSource(root: options.checkout).databases
        let needed = processes.compactMap(\.database)
        databases = ServiceDatabase.allCases.filter { migrated.contains($0) || needed.contains($0) }
        self.processes = processes
        self.leftOut = leftOut
        let missing = (processes.map(\.name) + (options.brokers == nil ? [Self.broker] : [])).filter {
            !FileManager.default.isExecutableFile(atPath: "\(options.programs)/\($0)")
        }
        guard missing.isEmpty else { throw .notBuilt(missing) }
    }

    static let broker = "local-broker"
    /// The gateway's second port, one above its first by default.
    static let operatorsPort: UInt16 = 8081

    var ports: [(port: UInt16, by: String)] {
        processes.flatMap { process in process.ports.map { ($0, process.name) } }
    }

    static func service(
        _ descriptor: ServiceDescriptor, _ options: PlatformOptions, _ secrets: SecretStore, keySet: String
    ) throws(LocalPlatformError) -> PlatformProcess {
        let listen = place(descriptor.port, options.portShift)
        var settings = [
            "RISHI_LISTEN": listen.description,
            "RISHI_DATA": options.checkout,
            "RISHI_INTERNAL_KEYS_FILE": keySet,
            "RISHI_CURSOR_KEY_FILE": try secrets.file("RISHI_CURSOR_KEY"),
        ]
        if let database = descriptor.name.database {
            for role in [ServiceDatabase.Role.app, .system] {
                let variable = database.passwordVariable(of: role)
                settings[variable + "_FILE"] = try secrets.file(variable)
            }
        }
        return PlatformProcess(
            service: descriptor.name, ports: [listen.port], health: listen, database: descriptor.name.database,
            usesBroker: true, settings: settings)
    }

    /// A checkout has the program of a service or it does not; one that has it must have built it.
    private static func has(_ service: ServiceName, in checkout: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(checkout)/\(service.mainFolder)")
    }

    private static func upstreams(_ shift: UInt16) -> [String: String] {
        var settings: [String: String] = [:]
        for descriptor in ServiceDescriptor.all where descriptor.name != .gateway {
            settings["RISHI_UPSTREAM_\("\(descriptor.name)".uppercased())"] =
                place(descriptor.port, shift).description
        }
        return settings
    }

    private static func place(_ port: UInt16, _ shift: UInt16) -> HostPort {
        HostPort(host: "127.0.0.1", port: port &+ shift)
    }
}
