public import Identifiers

/// Which fields may be changed when, and which changes ask for a new approval: three tables.
public enum EditingPolicy {
    /// Until it begins, everything that was asked for; while and after it takes place, what only then is known (C34);
    /// nothing of what will not take place. A rejected booking is made a draft first.
    public static func editable(in status: BookingStatus) -> Set<BookingField> {
        switch status {
        case .draft, .pendingApproval, .changesRequested, .approved, .confirmed, .onHold: planned
        case .inProgress, .completed: [.description, .actualCost, .metadata]
        case .rejected, .cancelled, .expired, .noShow: []
        }
    }

    private static let planned: Set<BookingField> = [
        .clientID, .title, .description, .bookingType, .products, .conditions, .locationID, .state, .region, .city,
        .start, .end, .timeZone, .eventDates, .recurrence, .currency, .budget, .requirements, .staffRequirements,
        .equipmentRequirements, .metadata,
    ]

    /// What an approval was given for (C49). The budget is in it by how far it rises.
    static let approvedFor: Set<BookingField> = [
        .start, .end, .timeZone, .eventDates, .recurrence, .locationID, .state, .products, .bookingType, .currency,
    ]

    /// What the law reads: a check of what it was before says nothing any more.
    static let judged: Set<BookingField> = [
        .bookingType, .products, .conditions, .locationID, .state, .region, .city, .start, .end, .timeZone,
        .eventDates, .recurrence,
    ]

    /// Beyond the law: what else an operational check looks at.
    static let checked: Set<BookingField> = judged.union([.staffRequirements, .equipmentRequirements])

    /// Whether what was approved is not what it is any more.
    static func needsReapproval(_ changed: [BookingField], from old: BookingDetails, to new: BookingDetails) -> Bool {
        !approvedFor.isDisjoint(with: changed) || hasRisen(from: old.budget, to: new.budget)
    }

    /// More than the allowed rise, exactly. A ceiling that is taken away has risen; one that is new has not.
    static func hasRisen(from old: Money?, to new: Money?) -> Bool {
        guard let old else { return false }
        guard let new else { return true }
        let limit = Int128(old.minorUnits) * Int128(100 + BookingLimits.budgetRiseMax)
        return old.currency != new.currency || Int128(new.minorUnits) * 100 > limit
    }

    /// For the README.
    public static var markdown: String {
        let fields = BookingField.allCases.filter { planned.contains($0) || $0 == .actualCost }
        return MarkdownTable.text(
            head: ["field", "may change while", "new approval", "new check by the law"],
            rows: fields.map { field in
                let statuses = BookingStatus.allCases.filter { editable(in: $0).contains(field) }
                let approval =
                    field == .budget
                    ? "when it rises by more than \(BookingLimits.budgetRiseMax) %"
                    : approvedFor.contains(field) ? "yes" : "no"
                return [
                    "`\(field.rawValue)`", statuses.map { "`\($0.rawValue)`" }.joined(separator: ", "), approval,
                    judged.contains(field) ? "yes" : "no",
                ]
            })
    }
}
