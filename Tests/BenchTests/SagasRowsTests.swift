import Foundation
import Testing

@testable import rishi_bench

@Suite("Rows of the sagas bench")
struct SagasRowsTests {
    @Test("the middle round is told, as a fact")
    func facts() throws {
        let text =
            #"{"rounds":[{"transitions":900,"sagas":90},{"transitions":1000,"sagas":100},{"transitions":1,"sagas":1}]}"#
        let rows = SagasBench.rows(try JSONDecoder().decode(SagasBench.Figures.self, from: Data(text.utf8)))
        #expect(rows.map(\.metric) == ["saga_transitions", "sagas_completed"])
        #expect(rows.map(\.ours) == [900, 90])
        #expect(rows.filter { !$0.isMet }.isEmpty)
    }
}
