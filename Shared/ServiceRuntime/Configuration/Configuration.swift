/// Everything a process may be told at its start, as one typed value.
///
/// Purpose: a process either starts with settings that are all valid, or says everything that is wrong with them at
/// once. The same declarations serve reading, `--help` and `--print-config`, so none can drift from the others.
///
/// Model: the initialiser reads each property from the environment, one line a setting:
///
///     struct GatewayConfiguration: Configuration {
///         let listen: HostPort
///         let drain: Duration
///         let key: Secret<[UInt8]>
///
///         init(reading environment: inout EnvironmentReader) {
///             listen = environment.value("RISHI_LISTEN", .hostPort, "Where clients connect.")
///             drain = environment.value("RISHI_DRAIN", .duration(), default: .seconds(25), "Time to finish work.")
///             key = environment.secret("RISHI_JWT_KEY", .bytes(32...4096), "Verifies HS256 tokens.")
///         }
///     }
///
/// Failure: a setting that is missing or wrong leaves a stand-in in its property and a fault in the reader; loading
/// then throws all faults, and the value with its stand-ins is never seen.
public protocol Configuration: Sendable {
    /// Variables that begin like this belong to us: one that no setting declares is warned about as a likely
    /// misspelling.
    static var prefixes: [String] { get }

    init(reading environment: inout EnvironmentReader)
}

extension Configuration {
    public static var prefixes: [String] { ["RISHI_"] }

    /// Reads the whole configuration, or throws everything that is wrong with it.
    public static func load(
        from variables: [String: String], files: any FileSource = SystemFiles()
    ) throws(ConfigurationFaults) -> LoadedConfiguration<Self> {
        var reader = EnvironmentReader(variables, files: files)
        let value = Self(reading: &reader)
        guard reader.faults.isEmpty else { throw ConfigurationFaults(faults: reader.faults) }
        return LoadedConfiguration(
            value: value, settings: reader.settings, warnings: reader.warnings(prefixes: prefixes))
    }

    /// The settings there are, in the order of their declaration, read from an empty environment.
    public static var settings: [Setting] {
        var reader = EnvironmentReader([:], files: SystemFiles())
        _ = Self(reading: &reader)
        return reader.settings
    }
}

/// A configuration that holds, and how it came about.
public struct LoadedConfiguration<Value: Configuration>: Sendable {
    public let value: Value
    public let settings: [Setting]
    /// Variables that look like ours but are not: name, and the declared name that is nearest.
    public let warnings: [ConfigurationWarning]
}

/// One thing wrong with one setting. The text never holds a secret's value.
public struct ConfigurationFault: Sendable, Equatable, CustomStringConvertible {
    public let name: String
    public let reason: String

    public var description: String { "\(name): \(reason)" }
}

/// Everything wrong with a configuration.
public struct ConfigurationFaults: Error, Equatable, CustomStringConvertible {
    public let faults: [ConfigurationFault]

    public var label: StaticString { "configuration_refused" }

    /// One line a fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// A variable that looks like ours and is not declared.
public struct ConfigurationWarning: Sendable, Equatable, CustomStringConvertible {
    public let name: String
    /// The declared name it probably means.
    public let nearest: String?

    public var description: String {
        "\(name) is not a setting of this process" + (nearest.map { "; did you mean \($0)?" } ?? "")
    }
}
