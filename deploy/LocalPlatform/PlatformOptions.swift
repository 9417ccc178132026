import Foundation

/// What the platform is started with on one machine.
public struct PlatformOptions: Sendable {
    /// The checkout, as an absolute path: its data, and the folder for everything that running it leaves behind.
    public var checkout: String
    /// The folder of the executables.
    public var programs: String
    /// How far every port is from its usual one, so that a second checkout can run beside the first.
    public var portShift: UInt16
    /// The environment of whoever starts it. What is named `RISHI_…` or `KAFKA_…` in it goes to every process.
    public var environment: [String: String]
    /// The pause before a process that died is started again, the first and the longest.
    public var restartDelays = LocalPlatformLimits.restartDelays

    public init(checkout: String, programs: String, portShift: UInt16 = 0, environment: [String: String]) {
        self.checkout = checkout
        self.programs = programs
        self.portShift = portShift
        self.environment = environment
    }

    var folder: RunFolder { RunFolder(checkout: checkout) }

    /// A PostgreSQL server to use in the place of a private one, as its administrator.
    var administration: String? { given("RISHI_DATABASE_ADMIN") ?? given("DATABASE_URL") }

    /// A Kafka cluster to use in the place of a local broker.
    var brokers: String? { given("KAFKA_BOOTSTRAP_SERVERS") }

    /// Set to nothing is how shells spell "not set".
    func given(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A secret that somebody chose, in the variable or in the file that its twin names.
    func secret(_ name: String) throws(LocalPlatformError) -> String? {
        if let value = given(name) { return value }
        guard let path = given(name + "_FILE") else { return nil }
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw .notUsable(path, why: "\(name)_FILE names it, and it cannot be read")
        }
        let text = String(decoding: contents, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// What a process is started with. Somebody's choice of a secret counts more than ours, since a process refuses to
    /// be told both; anything else of ours, such as an address, hangs together with what others are told.
    func environment(with settings: [String: String]) -> [String: String] {
        inherited.merging(
            settings.filter { name, _ in
                !name.hasSuffix("_FILE") || (given(name) == nil && given(String(name.dropLast(5))) == nil)
            }
        ) { $1 }
    }

    /// What every process has: where programs are, and the settings somebody chose, but not what only we may know.
    var inherited: [String: String] {
        environment.filter { name, value in
            !value.isEmpty && name != "RISHI_DATABASE_ADMIN"
                && (Self.passed.contains(name) || Self.prefixes.contains(where: name.hasPrefix))
        }
    }

    private static let prefixes = ["RISHI_", "KAFKA_"]
    private static let passed: Set = ["HOME", "LANG", "PATH", "TMPDIR", "TZ"]
}
