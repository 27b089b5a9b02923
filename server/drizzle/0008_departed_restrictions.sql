CREATE TABLE "departed_restrictions" (
	"identity_hash" text NOT NULL,
	"kind" text NOT NULL,
	"channel_id" text,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint,
	CONSTRAINT "departed_restrictions_one" UNIQUE NULLS NOT DISTINCT("identity_hash","kind","channel_id")
);
--> statement-breakpoint
ALTER TABLE "departed_restrictions" ADD CONSTRAINT "departed_restrictions_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;