import Identifiers

/// A restriction in the data set's words, and the facts that prove it kept where a booking tells them. What no fact
/// proves an officer confirms by the word.
struct Restriction: Sendable {
    let word: String
    let proof: Condition

    private init(_ word: String, _ proof: Condition) {
        self.word = word
        self.proof = proof
    }

    static let provable: [Restriction] = [
        .init("no_cannabis_product_on_site", .not(.productOnSite)), .init("cannabis_prohibited", .not(.productOnSite)),
        .init("21_plus_only", .number(.minimumAge, .atLeast, 21)),
        .init("21_plus_access", .number(.minimumAge, .atLeast, 21)),
        .init("invite_only", .not(.flag(.isPublic))), .init("not_open_to_the_public", .not(.flag(.isPublic))),
        .init("no_direct_or_indirect_sales", .not(.flag(.hasSales))),
        .init("no_consumption_at_event", .not(.flag(.hasConsumption))),
        .init("no_free_cannabis_goods", .not(.flag(.hasSampling))),
    ]

    private static let proofs = Dictionary(uniqueKeysWithValues: provable.map { ($0.word, $0.proof) })

    /// What shows that the restriction is kept.
    static func condition(for word: String) -> Condition {
        let confirmed = Condition.words(.confirmations, .includes, [word])
        return proofs[word].map { .any([$0, confirmed]) } ?? confirmed
    }
}

extension LeastChange {
    /// Without what the facts prove or an officer has confirmed already.
    func remaining(for facts: FactValues) -> LeastChange {
        guard case .confirm(let words) = self else { return self }
        return .confirm(words.filter { Restriction.condition(for: $0).evaluate(facts) != .yes })
    }
}
