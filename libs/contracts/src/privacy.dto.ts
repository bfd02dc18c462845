import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from './page.dto.js';
import { IsId } from './validators/codes.js';
import { IsLine } from './validators/text.js';

/** How far an export has come. */
export const ExportStatus = { pending: 'pending', ready: 'ready', failed: 'failed', expired: 'expired' } as const;
export type ExportStatus = keyof typeof ExportStatus;

/** A copy of all that is known of you. */
export class ExportDto {
  @IsId()
  id!: string;

  /** @example ready */
  @ApiProperty({ enum: ExportStatus, enumName: 'ExportStatus' })
  status!: ExportStatus;

  createdAt!: Date;

  /** Since when it can be downloaded; null while it is made */
  @ApiProperty({ type: Date, nullable: true })
  readyAt!: Date | null;

  /** Until when it can be downloaded; null while it is made */
  @ApiProperty({ type: Date, nullable: true })
  expiresAt!: Date | null;

  /**
   * How large the file is; null while it is made
   * @example 48213
   */
  @ApiProperty({ type: 'integer', nullable: true })
  bytes!: number | null;
}

/** A copy of all that is known of you, and where it is. */
export class ExportToDownloadDto extends ExportDto {
  /**
   * Where the ZIP file is downloaded, without an access token: keep it to yourself. Null while there is none
   * @example https://api.example.com/v1/exports/0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90/file?token=AZOgsnw-fRCfVysfPF1
   */
  @ApiProperty({ type: String, nullable: true })
  downloadUrl!: string | null;
}

/** One page of exports, the latest first. */
export class ExportPageDto extends pageOf(ExportDto) {}

/** By what an export is downloaded. */
export class ExportFileQuery {
  /**
   * The token of the link
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNo
   */
  @IsLine(1, 200)
  token!: string;
}

/** Of what kind something is that keeps an account from being erased. */
export const OpenMatterType = {
  stay: 'stay',
  payment: 'payment',
  refund: 'refund',
  dispute: 'dispute',
  payout: 'payout',
  organisation: 'organisation',
  staff_role: 'staff_role',
} as const;
export type OpenMatterType = keyof typeof OpenMatterType;

/** Something that has to come to its end before your account can be erased. */
export class OpenMatterDto {
  /** @example stay */
  @ApiProperty({ enum: OpenMatterType, enumName: 'OpenMatterType' })
  type!: OpenMatterType;

  /** Of the booking, the payment, the refund, the organisation or the account */
  @IsId()
  id!: string;

  /** @example "You are the guest of booking RST-7KQ2M9XA, which is confirmed." */
  reason!: string;

  /** When it is over by itself; null when somebody has to see to it */
  @ApiProperty({ type: Date, nullable: true })
  until!: Date | null;
}

/** What stays of you after an erasure. */
export class KeptDataDto {
  /** @example "payments, refunds and the books, without your name" */
  what!: string;

  /** @example "tax law asks for them (GDPR, article 17(3)(b))" */
  why!: string;
}

/** What becomes of your data when you have your account erased. */
export class ErasureDto {
  /** What keeps the account from being erased now; the first hundred */
  open!: OpenMatterDto[];

  /**
   * What goes
   * @example ["what you have written to hosts"]
   */
  @ApiProperty({ type: [String] })
  erased!: string[];

  /** What stays, and why */
  kept!: KeptDataDto[];
}
