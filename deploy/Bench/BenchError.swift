/// Why a bench could not be run.
enum BenchError: Error, CustomStringConvertible {
    case badArgument(String)
    case cannotStart(String, why: String)
    case wrongAnswer(String, String)
    case unreadable(String)
    case noValidRound(String)
    case system(call: StaticString, errno: Int32)

    var label: StaticString {
        switch self {
        case .badArgument: "bad_argument"
        case .cannotStart: "cannot_start"
        case .wrongAnswer: "wrong_answer"
        case .unreadable: "unreadable"
        case .noValidRound: "no_valid_round"
        case .system: "system"
        }
    }

    var description: String {
        switch self {
        case .badArgument(let text): text
        case .cannotStart(let name, let why): "\(name) did not start: \(why)"
        case .wrongAnswer(let name, let answer): "\(name) does not answer as it should: \(answer)"
        case .unreadable(let what): "cannot read \(what)"
        case .noValidRound(let bench): "\(bench): no round was valid, so there is nothing to compare"
        case .system(let call, let errno): "\(call) failed with errno \(errno)"
        }
    }
}
