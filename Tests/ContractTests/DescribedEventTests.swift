import APIDescription
import JSON
import JSONSchemaTestKit
import PlatformProtocol
import Testing

@Suite("Events as they are described")
struct DescribedEventTests {
    @Test(
        "a published event keeps the schemas that its publisher's /asyncapi.json gives for it",
        arguments: try Sample.all())
    func described(sample: Sample) throws {
        let envelope = sample.envelope
        let description = try ServiceDescription(
            of: .of(envelope.source), routes: [], events: .allowed(to: envelope.source))
        let document = try JSONValue(parsing: description.asyncAPI)
        let golden = try EventContractTests.document(envelope.record())
        let (validator, uri) = DescriptionCheck.validator(of: document)
        let message = uri + "/components/messages/\(envelope.type.rawValue)"
        let headers = try #require(golden["headers"])
        let value = try #require(golden["value"])
        #expect(validator.findings(in: value, against: message + "/payload") == [])
        #expect(validator.findings(in: headers, against: message + "/headers") == [])
        // The same schemas refuse another event and a message without headers.
        let other = envelope.type == .bookingCreated ? "BOOKING_UPDATED" : "BOOKING_CREATED"
        if document["components"]?["messages"]?[other] != nil {
            let stranger = uri + "/components/messages/\(other)/payload"
            #expect(!validator.findings(in: value, against: stranger).isEmpty)
        }
        #expect(!validator.findings(in: [:], against: message + "/headers").isEmpty)
    }
}
