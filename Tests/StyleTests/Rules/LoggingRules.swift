/// A process speaks through its log, in messages that can be counted.
let loggingRules: [Rule] = [
    .swift("printing") { file in
        guard !file.path.hasPrefix("deploy/") else { return [] }
        return ["print", "debugPrint", "NSLog"].flatMap { word in
            file.positions(of: word).filter { index in
                let before = file.token(at: index - 1)?.text
                return file.reads(at: index + 1, "(") && file.tokens[index + 1].touchesPrevious && before != "."
                    && before != "func"
            }.map { (file.tokens[$0].line, "`\(word)` is for programs under deploy/: log with a constant message") }
        }
    },
    .swift("constant log messages") { file in
        ["trace", "debug", "info", "notice", "warning", "error", "critical"].flatMap { level in
            file.positions(of: level).filter { index in
                guard file.reads(at: index - 1, ".", level, "("), let logger = file.token(at: index - 2) else {
                    return false
                }
                return logger.text.lowercased().hasSuffix("log") || logger.text.lowercased().hasSuffix("logger")
            }.compactMap { index in
                file.token(at: index + 2)?.kind == .interpolatedString
                    ? (file.tokens[index].line, "a log message is constant: put what varies into its fields") : nil
            }
        }
    },
]
