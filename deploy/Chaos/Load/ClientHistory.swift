/// What clients were told, as the checker must believe them.
struct ClientHistory: Sendable {
    /// One booking that somebody asked for.
    struct Asked: Sendable {
        let key: String
        /// The id that the first acknowledgement gave; nil while there is none.
        var id: String?
        /// Whether its cancelling was acknowledged.
        var isCancelled = false
        /// Whether the answer was that the window is taken, or another refusal: then there must be none.
        var isRefused = false
    }

    var asked: [String: Asked] = [:]
    /// Definite answers.
    var operations = 0
    var creates = 0
    var conflicts = 0
    /// What contradicted an earlier answer at once.
    var contradictions: [String] = []
}
