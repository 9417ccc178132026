public import Observability

/// What a process does with its arguments and its environment, decided before anything is started. `main` carries it
/// out:
///
///     ProcessSignals.block()
///     switch StartDecision<GatewayConfiguration>(program: "gateway", version: "1.0.0") {
///     case .run(let loaded): …
///     case .answer(let text): stdout gets the text, the process succeeds
///     case .askHealth(let address): ask whoever listens there, and succeed if it is ready
///     case .refuse(let text, let exitCode): stderr gets the text
///     }
public enum StartDecision<Value: Configuration>: Sendable {
    /// Start with these settings; the warnings are for the log.
    case run(LoadedConfiguration<Value>)
    /// Print this and succeed.
    case answer(String)
    /// Ask the process that runs already. What an image's health check calls, so that it needs no other program.
    case askHealth(HostPort)
    /// Print this as an error and end with this code (from sysexits.h: 64 for the command line, 78 for settings).
    case refuse(String, exitCode: Int32)

    public init(
        program: String, version: String, arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        variables: [String: String] = processEnvironment(), files: any FileSource = SystemFiles()
    ) {
        switch StartRequest(arguments: arguments) {
        case .help: self = .answer(SettingListing.help(for: program, Value.settings))
        case .version: self = .answer("\(program) \(version)\n")
        case .unknown(let argument):
            self = .refuse("\(program): unknown argument \(argument); try --help\n", exitCode: 64)
        case .run, .printConfiguration, .health:
            do throws(ConfigurationFaults) {
                let loaded = try Value.load(from: variables, files: files)
                switch StartRequest(arguments: arguments) {
                case .printConfiguration: self = .answer(SettingListing.values(loaded.settings))
                case .health: self = Self.asking(loaded, program)
                default: self = .run(loaded)
                }
            } catch {
                let text = "\(program) cannot start: \(error.faults.count) settings are wrong\n\(error.description)\n"
                self = .refuse(text, exitCode: 78)
            }
        }
    }
}

extension StartDecision {
    /// Where health is told: on the operators' port of a process that has one.
    private static func asking(_ loaded: LoadedConfiguration<Value>, _ program: String) -> StartDecision {
        let names = ["RISHI_ADMIN_LISTEN", "RISHI_LISTEN"]
        let setting = names.lazy.compactMap { name in loaded.settings.first { $0.name == name } }.first
        guard let text = setting?.shown ?? setting?.fallback, let address = HostPort(text) else {
            return .refuse("\(program): has no address to ask at\n", exitCode: 64)
        }
        return .askHealth(address)
    }
}

extension Setting {
    fileprivate var fallback: String? {
        if case .optional(default: let fallback) = need { fallback } else { nil }
    }
}

extension SettingKind<LogLevel> {
    /// The lowest level that is logged.
    public static var logLevel: SettingKind {
        .choice(among: LogLevel.allCases) { $0.name.description }
    }
}
