/// What is promised, as the design numbers it, and what clients are promised besides.
enum Invariant: String, CaseIterable, Sendable {
    case i1 = "I1"
    case i2 = "I2"
    case i3 = "I3"
    case i4 = "I4"
    case i5 = "I5"
    case i6 = "I6"
    case i7 = "I7"
    case i8 = "I8"
    case i9 = "I9"
    case i10 = "I10"
    case clients

    var text: String {
        switch self {
        case .i1: "every committed event is on its topic"
        case .i2: "nothing is on a topic that was not committed"
        case .i3: "first occurrences of a key come in the order of versions"
        case .i4: "each event has its effect once"
        case .i5: "no copy is older than what its service has handled"
        case .i6: "no group stands behind an event that was not dealt with"
        case .i7: "every event is done; none is dead or parked for no fault of its own"
        case .i8: "every saga has ended, with its effects or without any"
        case .i9: "the store has every version of an aggregate, once"
        case .i10: "when nothing is wrong any more, nothing waits"
        case .clients: "what was acknowledged is there, once, and no venue is taken twice"
        }
    }
}

/// One promise that was not kept.
struct ChaosViolation: Sendable, Equatable {
    let invariant: Invariant
    let what: String

    init(_ invariant: Invariant, _ what: String) {
        (self.invariant, self.what) = (invariant, what)
    }
}
