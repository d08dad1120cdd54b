import CivilTime
import ContractService
import Contracts
import JSON
import Testing
import Words

@testable import BackOffice

/// A refusal stands beside the field at fault, or in the summary alone.
@Suite struct FieldTroubleTests {
    private func pointer(_ error: ServiceError, _ command: ClerkCommand, typed: TypedFields = TypedFields()) -> String? {
        FieldTrouble(error, in: FormFields(command, typed: typed), detail: both("détail", "detail"), language: .french)?.pointer
    }

    @Test func `the field at fault is found by the refusal's pointer`() {
        #expect(pointer(.refused(.resumptionNothingToResume, pointer: "/effectiveOn"), .resume) == "/effectiveOn")
        #expect(pointer(.refused(.portabilityBulletinMissing, pointer: "/bulletin"), .startPortability) == "/bulletin/lastDay")
        #expect(pointer(.refused(.portabilityNotificationMissing, pointer: "/notification"), .startPortability) == "/notification/opensOn")
        #expect(pointer(.refused(.rescissionTarget, pointer: "/rescind/3"), .correct) == "/rescind/0")
        #expect(
            pointer(.malformed(MalformedField(.missing, at: "/bulletin/activityPeriods")), .startPortability)
                == "/bulletin/activityPeriods/0/from")
        #expect(pointer(.malformed(MalformedField(.badValue(expected: "1…100"), at: "/commands")), .correct) == "/rescind/0")
        #expect(pointer(.personalWords(pointer: "/reason"), .rescind) == "/reason")
        #expect(pointer(.personErased(pointer: "/holder/identity"), .affiliate) == "/holder/identity/familyName")
    }

    @Test func `a correction's command has its fields below its place`() {
        var typed = TypedFields()
        typed["/commands/0/command"] = "resume"
        #expect(
            pointer(.refused(.resumptionNothingToResume, pointer: "/commands/0/effectiveOn"), .correct, typed: typed)
                == "/commands/0/effectiveOn")
    }

    @Test func `a refusal without a field stands alone, with its rule`() throws {
        let trouble = try #require(
            FieldTrouble(
                .refused(.contractFull, conflictsWith: 4, makesUnlawful: true), in: FormFields(.resume, typed: TypedFields()),
                detail: both("détail", "detail"), language: .english))
        #expect(trouble.pointer == nil)
        #expect(trouble.rule?.id == "contract.full")
        #expect(trouble.inTheWay == 4)
        #expect(trouble.makesUnlawful)
    }

    @Test func `what is not about the form is no trouble of a field`() {
        for error in [ServiceError.unavailable(retryAfterSeconds: 2), .idempotencyMismatch, .preconditionFailed(version: 7)] {
            let form = FormFields(.resume, typed: TypedFields())
            #expect(FieldTrouble(error, in: form, detail: both("détail", "detail"), language: .french) == nil)
        }
    }

    @Test func `values that the command does not take are told by the kind of their field`() throws {
        func words(_ command: ClerkCommand, _ pointer: String, _ expected: String) throws -> String {
            let error = ServiceError.malformed(MalformedField(.badValue(expected: expected), at: pointer))
            let form = FormFields(command, typed: TypedFields())
            return try #require(FieldTrouble(error, in: form, detail: both("détail", "detail"), language: .french)).words.plainText
        }
        #expect(try words(.registerMandate, "/iban", "IBAN").contains("IBAN"))
        #expect(try words(.changeEmployer, "/employer", "[0-9A-Z]{1,20}").contains("employeur"))
        #expect(
            try words(.recordBeneficiaryStatus, "/status/through", ">= 2029-09-01").contains(
                "avant le premier jour de la période, le 1er septembre 2029"))
        #expect(try words(.rescind, "/reason", "0…200 characters").contains("200"))
        #expect(try words(.resume, "/effectiveOn", "YYYY") == "détail")
    }
}
