/// The two texts made from the declarations. Both are plain lines, to be read and to be grepped.
public enum SettingListing {
    /// What `--help` prints: every variable, what it may be, and what it is without being set.
    public static func help(for program: String, _ settings: [Setting]) -> String {
        var lines = [
            "\(program) takes its settings from the environment.",
            "",
            "  --help          print this",
            "  --print-config  print the settings as they would be used, secrets masked, and stop",
            "  --health        ask the process that runs with these settings whether it is ready: exit status 0 or 1",
            "  --version       print the version",
            "",
        ]
        for setting in settings {
            let name = setting.isSecret ? "\(setting.name) (or \(setting.name)\(Setting.fileSuffix))" : setting.name
            let need =
                switch setting.need {
                case .required: "required"
                case .optional(default: let fallback?): "default \(fallback)"
                case .optional(default: nil): "optional"
                }
            lines.append("\(name)  [\(need)]")
            lines.append("    \(setting.documentation)")
            lines.append("    Must be \(setting.form).")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What `--print-config` prints: `NAME=value  # where from`, in the order of declaration.
    public static func values(_ settings: [Setting]) -> String {
        settings.map { setting in
            let source =
                switch setting.source {
                case .environment: "environment"
                case .file: "file"
                case .absent: "default"
                }
            return "\(setting.name)=\(value(of: setting))  # \(source)"
        }.joined(separator: "\n") + "\n"
    }

    private static func value(of setting: Setting) -> String {
        switch (setting.source, setting.isSecret) {
        case (.absent, _):
            if case .optional(default: let fallback?) = setting.need { return fallback }
            return ""
        case (_, true): return "[secret]"
        case (_, false): return setting.shown ?? ""
        }
    }
}

/// What the command line asks of a process.
public enum StartRequest: Sendable, Equatable {
    case run
    case help
    case printConfiguration
    case health
    case version
    case unknown(argument: String)

    /// Reads the arguments behind the program's name.
    public init(arguments: some Collection<String>) {
        self = .run
        for argument in arguments {
            switch argument {
            case "--help", "-h": self = .help
            case "--print-config": self = .printConfiguration
            case "--health": self = .health
            case "--version": self = .version
            default:
                self = .unknown(argument: argument)
                return
            }
        }
    }
}
