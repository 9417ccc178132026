/// Which side sets a member.
public enum JSONAccess: Sendable {
    case readWrite
    /// Only in answers: a server refuses it in a request, a client does not send it.
    case readOnly
    /// Only in requests: a server never answers with it, a client refuses an answer that carries it.
    case writeOnly

    /// Whether `side` writes the member.
    func isWritten(by side: JSONSide) -> Bool {
        switch self {
        case .readWrite: true
        case .readOnly: side == .server
        case .writeOnly: side == .client
        }
    }
}
