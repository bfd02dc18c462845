import { Controller, Get, Header, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#auth';

/** A roost: a bird under a roof. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <path d="M2 16 16 4l14 12" fill="none" stroke="#c2410c" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M9 20c0-4 3-6 6-6 3 0 4 2 4 4l4 1-4 2c-1 3-3 5-6 5-3 0-5-2-6-6z" fill="#1f2937"/>
  <path d="M4 29h24" stroke="#c2410c" stroke-width="3" stroke-linecap="round"/>
</svg>
`;

/** What a browser asks for by itself. */
@ApiExcludeController()
@Public()
@Controller()
export class FrontDoorController {
  /** Who knows only the address is shown what there is. */
  @Get()
  @Redirect('/docs', 302)
  home(): void {
    // The decorator says it all.
  }

  @Get('favicon.ico')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Cache-Control', 'public, max-age=86400')
  icon(): string {
    return ICON;
  }
}
