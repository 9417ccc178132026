import ComplianceDomain
import ComplianceService
import Foundation
import Identifiers
import JSON
import Testing

struct LawFolderTests {
    @Test("the shipped data set has every state, 107 leaves each, and a primary source for all that is confirmed")
    func shipped() throws {
        let laws = try ShippedLaw.laws.get()
        #expect(laws.compiledOn == ShippedLaw.day())
        #expect(laws.states.count == 25)
        #expect(Set(laws.states.keys) == Set(USState.allCases))
        var counts: [RuleConfidence: Int] = [:]
        for (state, law) in laws.states {
            #expect(law.state == state)
            #expect(law.leaves.count == 107)
            #expect(Set(law.leaves.map(\.path)).count == 107)
            for leaf in law.leaves {
                counts[leaf.confidence, default: 0] += 1
                if leaf.confidence == .confirmed { #expect(law.source(of: leaf)?.kind.isPrimary == true) }
                if leaf.confidence == .secondary { #expect(law.source(of: leaf) != nil) }
            }
        }
        // The figures that the data set's own description gives.
        #expect(
            counts == [.unverified: 849, .confirmed: 605, .derived: 523, .notApplicable: 398, .secondary: 300])
    }

    @Test("what is written again is what was read")
    func written() throws {
        for law in try ShippedLaw.laws.get().states.values {
            #expect(try StateLaw(json: law.jsonBytes()) == law)
        }
    }

    @Test("a folder without the data set is told to bring one")
    func missing() {
        #expect {
            try LawFolder(root: "/nowhere").read()
        } throws: { error in
            guard let fault = error as? LawFault else { return false }
            return fault == .unreadable("/nowhere/\(LawFolder.path)") && fault.description.contains("RISHI_DATA")
        }
    }

    @Test(
        "a fault in the data set is found and named",
        arguments: [
            (#""noticeDays": {"#, #""noticeDay": {"#, ["unknown_member", "missing_member"]),
            (#""source": "ca-ccr-15404""#, #""source": "ca-ccr-1""#, ["unknown_source"]),
            (#""confidence": "confirmed""#, #""confidence": "sure""#, ["not_allowed"]),
            (#""confidence": "confirmed""#, #""confidence": "unverified""#, ["contradiction"]),
            (#""state": "california""#, #""state": "nevada""#, ["misplaced"]),
            (#""rollout": "current""#, #""rollout": "planned_expansion""#, ["misplaced"]),
            (#""california": {"#, #""kalifornia": {"#, ["misplaced", "missing_member"]),
            (#""metrc","#, #""metric","#, ["not_allowed"]),
            (#""value": 28.5"#, #""value": "28.5""#, ["wrong_type"]),
            (
                #""compiledOn": "2026-11-21""#, #""compiledOn": "2026-11-20""#,
                .init(repeating: "out_of_range", count: 25)
            ),
            (#""value": 18,"#, #""value": null,"#, ["contradiction"]),
            (#""id": "ca-ccr-15603""#, #""id": "ca-ccr-15600""#, ["duplicate_member", "unknown_source"]),
            (#""allowed": {"#, #""allowed": { "since": 1,"#, ["unknown_member"]),
        ] as [(String, String, [String])])
    func refused(original: String, changed: String, codes: [String]) throws {
        let text = try String(
            contentsOfFile: "\(ShippedLaw.folder.root)/\(LawFolder.path)", encoding: .utf8)
        let place = try #require(text.range(of: original))
        let spoiled = text.replacingCharacters(in: place, with: changed)
        #expect {
            try LawCollection(stateRules: Array(spoiled.utf8))
        } throws: { error in
            guard case .refused(let faults)? = error as? LawFault else { return false }
            return Set(faults.list.map(\.code.rawValue)) == Set(codes) && faults.list.count >= codes.count
        }
    }

    @Test("all faults are found at once")
    func together() throws {
        var text = try String(
            contentsOfFile: "\(ShippedLaw.folder.root)/\(LawFolder.path)", encoding: .utf8)
        text = text.replacing(#""noticeDays": {"#, with: #""noticeDay": {"#, maxReplacements: 3)
            .replacing(#""confidence": "derived""#, with: #""confidence": "guessed""#, maxReplacements: 2)
        #expect {
            try LawCollection(stateRules: Array(text.utf8))
        } throws: { error in
            guard case .refused(let faults)? = error as? LawFault else { return false }
            return faults.list.count == 3 * 2 + 2
                && faults.list.allSatisfy { $0.pointer.hasPrefix("/states/california") }
        }
    }
}
