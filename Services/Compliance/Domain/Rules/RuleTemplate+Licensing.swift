import Identifiers

extension RuleTemplate {
    /// Licences and permits of whoever runs the event.
    static let ofLicensing: [RuleTemplate] = [
        license(
            "cannabis_license", .criminal, when: .sales, unverified: .condition, "a licence to sell cannabis",
            at: "licensing.cannabisLicense", { $0.licensing.cannabisLicense }),
        license(
            "event_permit", .major, when: .openEvent, unverified: .condition,
            "a licence for events", at: "licensing.eventPermit", { $0.licensing.eventPermit }),
        license(
            "municipal_permit", .major, when: .openEvent, unverified: .condition,
            "the municipality's permission", at: "licensing.municipalPermit", { $0.licensing.municipalPermit }),
        // Every business is registered somewhere: nobody has read how, so it is a note.
        license(
            "business_license", .minor, when: .sales, unverified: .warn, "registration as a business",
            at: "licensing.businessLicense", { $0.licensing.businessLicense }),
        RuleTemplate(
            "licensing.retail_sales", .licensingVerification, when: .sales, else: .refuse, .criminal,
            unverified: .warn, about: "Whether there are lawful sales", at: "legality.retailSalesOperating",
            { $0.legality.retailSalesOperating },
            demands: { operating, _ in
                operating
                    ? .nothing("Lawful sales take place in the state.")
                    : Demand("There are no lawful sales in the state.", .never, else: .leaveOut(.hasSales))
            }),
    ]

    private static func license(
        _ name: String, _ severity: ViolationSeverity, when applies: Condition, unverified: Consequence,
        _ what: String, at path: String, _ law: @escaping @Sendable (StateLaw) -> LicenseLaw
    ) -> RuleTemplate {
        RuleTemplate(
            "licensing.\(name)", .licensingVerification, when: applies, else: .condition, severity,
            unverified: unverified, about: "Whether it takes \(what)", at: "\(path).required", { law($0).required },
            demands: { isRequired, state in
                guard isRequired else { return .nothing("It does not take \(what).") }
                let types = law(state).licenseTypes
                guard let names = types.value, !names.isEmpty else {
                    return Demand("It takes \(what); which one is not on file.")
                }
                let doubt = types.confidence == .unverified ? " (the list is not verified)" : ""
                return Demand(
                    "It takes \(what): one of \(names.joined(separator: ", "))\(doubt).",
                    .words(.heldLicenses, .overlaps, names), else: .hold(anyOf: names))
            })
    }
}

extension Condition {
    static let sales = Condition.flag(.hasSales)
    static let openEvent = Condition.kind(.publicEvents)
    /// Adults share among themselves: what is said of possession binds them, what is said of trade does not.
    static let sharing = Condition.all([.kind(.privateEvents), .flag(.hasSampling)])

    static func sells(_ categories: CannabisProductCategory...) -> Condition {
        .all([.sales, .words(.productCategories, .overlaps, categories.map(\.rawValue))])
    }
}
