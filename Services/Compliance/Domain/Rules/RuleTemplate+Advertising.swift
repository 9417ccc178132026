import Identifiers

extension RuleTemplate {
    /// What is said to whom. An event that is open to customers advertises.
    static let ofAdvertising: [RuleTemplate] = [
        // Where nobody under the adults' age is admitted, the audience is adult whatever the share that is asked for.
        RuleTemplate(
            "advertising.audience", .advertisingRestrictions, when: .openEvent, else: .refuse, .minor,
            unverified: .warn, about: "Which share of the audience must be adult",
            at: "advertising.minAdultAudiencePercent", { $0.advertising.minAdultAudiencePercent },
            demands: { percent, law in
                let share = Condition.number(.adultAudiencePercent, .atLeast, percent)
                let adults = law.operations.ageVerification.minimumAge
                let admitted = adults.value.map { Condition.number(.minimumAge, .atLeast, Double($0)) }
                return Demand(
                    "At least \(spelled(percent)) % of the audience must be adult.",
                    .any([share] + (admitted.map { [$0] } ?? [])),
                    else: .keep(.adultAudiencePercent, .atLeast, percent))
            }),
        RuleTemplate(
            "advertising.schools", .advertisingRestrictions, when: .openEvent, else: .condition, .minor,
            unverified: .warn, about: "How far from schools advertising must stay",
            at: "advertising.bufferFeetFromSchools", { $0.advertising.bufferFeetFromSchools },
            demands: { feet, _ in
                Demand(
                    "Advertising stays \(feet) feet from schools.", .number(.feetFromSchools, .atLeast, Double(feet)),
                    else: .keep(.feetFromSchools, .atLeast, Double(feet)))
            }),
        RuleTemplate(
            "advertising.free_product", .advertisingRestrictions, when: .kind(.samplingEvents),
            else: .refuse, .major, unverified: .condition, about: "Whether product may be given away to promote it",
            at: "advertising.freeProductPromotionsProhibited", { $0.advertising.freeProductPromotionsProhibited },
            demands: { isProhibited, _ in
                isProhibited
                    ? Demand("Product may not be given away to promote it.", .never, else: .leaveOut(.hasSampling))
                    : .nothing("Product may be given away to promote it.")
            }),
        // What an advertisement says is for those who write it: nothing in a booking shows it.
        RuleTemplate(
            "advertising.sponsorship", .advertisingRestrictions, when: .openEvent, else: .warn, .minor,
            unverified: .warn, about: "What is said of sponsoring events", at: "advertising.eventSponsorship",
            { $0.advertising.eventSponsorship }, demands: { text, _ in Demand(text) }),
        RuleTemplate(
            "advertising.statements", .advertisingRestrictions, when: .openEvent, else: .warn, .minor,
            unverified: .warn, about: "What advertising must say", at: "advertising.requiredStatements",
            { $0.advertising.requiredStatements }, demands: { words, _ in .words(words, "Advertising says") }),
        RuleTemplate(
            "advertising.restrictions", .advertisingRestrictions, when: .openEvent, else: .warn, .minor,
            unverified: .warn, about: "How advertising is restricted", at: "advertising.restrictions",
            { $0.advertising.restrictions }, demands: { words, _ in .words(words, "Advertising is restricted") }),
    ]
}
