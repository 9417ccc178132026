/// A domain is a function of its arguments: time and chance come in from outside.
let domainRules: [Rule] = [
    .swift("domain purity") { file in
        guard file.isDomain else { return [] }
        let clocks = file.positions(of: "Date").compactMap { index in
            file.reads(at: index + 1, "(", ")") || file.reads(at: index + 1, ".", "now")
                ? (file.tokens[index].line, "the clock is banned in a domain: take `at now: Date`") : nil
        }
        let identifiers = file.positions(of: "UUID").compactMap { index in
            file.reads(at: index + 1, "(", ")")
                ? (file.tokens[index].line, "`UUID()` is banned in a domain: take the `ID` as an argument") : nil
        }
        let chance = ["random", "shuffled", "randomElement", "SystemRandomNumberGenerator"].flatMap { word in
            file.positions(of: word).map { index in
                (file.tokens[index].line, "chance is banned in a domain: take the drawn value as an argument")
            }
        }
        let clockTypes = ["ContinuousClock", "SuspendingClock", "DispatchTime"].flatMap { word in
            file.positions(of: word).map { index in
                (file.tokens[index].line, "`\(word)` is banned in a domain: take `at now: Date`")
            }
        }
        return clocks + identifiers + chance + clockTypes
    }
]
